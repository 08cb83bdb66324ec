import type { Captions } from './build-captions.ts';

const pad = (value: number, digits: number): string => String(Math.floor(value)).padStart(digits, '0');

/** Hours take as many digits as they need, and at least two. */
const timestamp = (ms: number, decimal: ',' | '.'): string =>
  `${pad(ms / 3_600_000, 2)}:${pad((ms / 60_000) % 60, 2)}:${pad((ms / 1_000) % 60, 2)}${decimal}${pad(ms % 1_000, 3)}`;

/** SubRip has no way to escape its arrow. */
const escapeSrt = (line: string): string => line.replaceAll('-->', '→');
const escapeVtt = (line: string): string =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Captions as a SubRip file, UTF-8, `application/x-subrip`. */
export const toSrt = ({ cues }: Captions): string =>
  cues
    .map(({ startMs, endMs, lines }, index) => {
      const times = `${timestamp(startMs, ',')} --> ${timestamp(endMs, ',')}`;
      return `${index + 1}\n${times}\n${lines.map(escapeSrt).join('\n')}\n`;
    })
    .join('\n');

/** Captions as WebVTT, `text/vtt`. A note says how they were aligned. */
export const toVtt = ({ aligned, cues }: Captions): string => {
  const blocks = cues.map(({ startMs, endMs, lines }) => {
    const times = `${timestamp(startMs, '.')} --> ${timestamp(endMs, '.')}`;
    return `${times}\n${lines.map(escapeVtt).join('\n')}\n`;
  });
  return ['WEBVTT\n', `NOTE aligned by ${aligned}\n`, ...blocks].join('\n');
};
