import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, origin, PATIENCE } from './app.ts';
import { launchBrowser } from './browser.ts';
import { AUDIBLE_RMS, decodeInPage, expectToPlay } from './sound.ts';

const SENTENCE = 'The hills answer whoever calls, and they never ask for a name.';
const GUEST_TRIES = 5;

let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  context = await newVisitor(browser);
  page = await openPage(context, '/');
});
afterAll(() => browser.close());

const isSynthesis = (reply: Response): boolean => reply.url().endsWith('/api/tts/synthesize');

/** Types a sentence and presses play; returns what the server answered. */
const speak = async (sentence: string): Promise<Response> => {
  await page.getByRole('textbox', { name: 'Your sentence' }).fill(sentence);
  const [reply] = await Promise.all([
    page.waitForResponse(isSynthesis),
    page.getByRole('button', { name: 'Play your sentence' }).click(),
  ]);
  return reply;
};

type Keeping = typeof globalThis & { keptSound: Promise<ArrayBuffer> | undefined };

/** Has the page keep what is spoken beside playing it: what was read as a stream, the browser does not keep for tests. */
const keepSound = (): Promise<void> =>
  page.evaluate(() => {
    const ask = globalThis.fetch;
    globalThis.fetch = async (...request) => {
      const reply = await ask(...request);
      if (reply.url.endsWith('/api/tts/synthesize')) (globalThis as Keeping).keptSound = reply.clone().arrayBuffer();
      return reply;
    };
  });

const keptSound = async (): Promise<Buffer> => {
  const base64 = await page.evaluate(async () => {
    const bytes = new Uint8Array((await (globalThis as Keeping).keptSound) ?? []);
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  });
  return Buffer.from(base64, 'base64');
};

const remaining = async (): Promise<unknown> => {
  const reply = await fetch(`${origin()}/api/guest`);
  return ((await reply.json()) as { remaining: unknown }).remaining;
};

test('a visitor types a sentence and hears it', async () => {
  await page.getByText('5 tries left today.').waitFor();
  await keepSound();
  const reply = await speak(SENTENCE);
  expect(reply.status()).toBe(200);
  expect(reply.headers()['content-type']).toBe('audio/mpeg');
  await expectToPlay(page);
  const sound = await decodeInPage(page, await keptSound());
  expect(sound.rms).toBeGreaterThan(AUDIBLE_RMS);
  expect(sound.seconds).toBeGreaterThan(SENTENCE.length / 30);
  await page.getByText('4 tries left today.').waitFor();
  expect(await remaining()).toBe(GUEST_TRIES - 1);
});

test('the sixth try of the day is refused kindly, and says when to come back', async () => {
  await expect
    .poll(async () => {
      await (
        await fetch(`${origin()}/api/tts/synthesize`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ text: 'One more.' }),
        })
      ).arrayBuffer();
      return remaining();
    }, PATIENCE)
    .toBe(0);
  const reply = await speak('This one is one too many.');
  expect(reply.status()).toBe(429);
  expect(reply.headers()['content-type']).toContain('application/problem+json');
  expect(Number(reply.headers()['retry-after'])).toBeGreaterThan(0);
  await page.getByText("You have used today's free tries.").waitFor();
  await page.getByRole('button', { name: 'Try the studio' }).first().waitFor();
});
