import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from './app.ts';

/** Speech is around 0.05 to 0.2 of full scale; noise of an encoder that was given silence is below 0.0001. */
export const AUDIBLE_RMS = 0.01;
/** So far a player has to have come before it counts as playing, in seconds of its own clock. */
const ADVANCE_SECONDS = 0.5;

export type Decoded = { seconds: number; rms: number };

/** Decodes a file with the browser's own decoder, in the page: its length, and how loud it is over all its samples. */
export const decodeInPage = (page: Page, bytes: Buffer): Promise<Decoded> =>
  page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const buffer = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(data.buffer);
    const samples = buffer.getChannelData(0);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
    return { seconds: buffer.duration, rms: Math.sqrt(power / samples.length) };
  }, bytes.toString('base64'));

const positions = (page: Page): Promise<number[]> =>
  page.locator('audio').evaluateAll((players) => players.map((player) => (player as HTMLAudioElement).currentTime));

/** Waits until a media element of the page has played on by itself. */
export const expectToPlay = async (page: Page): Promise<void> => {
  const before = Math.max(0, ...(await positions(page)));
  await expect
    .poll(async () => Math.max(0, ...(await positions(page))), PATIENCE)
    .toBeGreaterThan(before + ADVANCE_SECONDS);
};
