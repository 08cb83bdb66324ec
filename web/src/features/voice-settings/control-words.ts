import { t } from '@lingui/core/macro';
import type { AudioFormat } from '../../api/wire.ts';
import { formatChange, formatNumber, formatPercent } from '../../format.ts';
import type { RangedControl } from '../speech/fit-draft.ts';

const PERCENT = 100;

const semitones = (pitch: number): string => {
  const change = formatChange(pitch);
  return pitch === 0 ? t`own` : t`${change} st`;
};

/** A control's value with its unit. */
export const CONTROL_WORDS: Record<RangedControl, (value: number) => string> = {
  speed: (value) => `${formatNumber(value)}×`,
  pitch: semitones,
  volume: (value) => formatPercent(value / PERCENT),
};

/** What a vendor's own control is called. One that is not known here keeps the vendor's word for it. */
export const tuningName = (id: string): string => {
  switch (id) {
    case 'stability':
      return t`Stability`;
    case 'similarity_boost':
      return t`Likeness`;
    case 'style':
      return t`Expression`;
    default:
      return id.replaceAll('_', ' ');
  }
};

/** A way of speaking by its vendor's name of it: `newscast-casual` as `Newscast casual`. */
export const styleName = (style: string): string => {
  const words = style.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const FORMAT_NAMES: Record<AudioFormat, string> = { mp3: 'MP3', wav: 'WAV', opus: 'Opus' };

/** A format as its files are called everywhere. */
export const formatName = (format: AudioFormat): string => FORMAT_NAMES[format];
