import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, PATIENCE, readBalance, settle, shownBalance } from './app.ts';
import { launchBrowser } from './browser.ts';
import { walkMp3 } from './mp3.ts';
import { AUDIBLE_RMS, decodeInPage, expectToPlay } from './sound.ts';

const SENTENCE = 'A voice went over the water, and the far shore gave it back a little softer than it came. ';
const SCRIPT_CHARS = 3_000;
const SCRIPT = SENTENCE.repeat(Math.ceil(SCRIPT_CHARS / SENTENCE.length))
  .slice(0, SCRIPT_CHARS - 1)
  .concat('.');
/** Credits for 3,000 characters at 0.005 a character. */
const COST = 15;
/** Nobody reads faster, and nobody slower, in characters a second. */
const READING_SPEED = { most: 30, least: 8 };
const DURATION_TOLERANCE = 0.01;

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  context = await newVisitor(browser);
});
afterAll(() => browser.close());

type Ordered = { jobId: string; costCredits: number };

/** Writes the script, looks at the price, confirms; returns what the server took. */
const order = async (page: Page): Promise<Ordered> => {
  await page.getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  await page.getByText(`${COST} credits`, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate this speech?' });
  await dialog.getByText(`${COST} credits`, { exact: true }).waitFor();
  const [reply] = await Promise.all([
    page.waitForResponse((response) => response.status() === 202 && response.request().method() === 'POST'),
    dialog.getByRole('button', { name: 'Generate', exact: true }).click(),
  ]);
  return (await reply.json()) as Ordered;
};

const statusOf = async (jobId: string): Promise<string> => {
  const reply = await context.request.get(`/api/jobs/${jobId}/status`);
  return ((await reply.json()) as { status: string }).status;
};

/** A mark that a reload would wipe out. */
const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));
const isMarked = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-same-page'));

test('a creator orders 3,000 characters, leaves, comes back, hears it and keeps the file', async () => {
  const page = await openPage(context, '/');
  await page.getByRole('button', { name: 'Try the studio' }).first().click();
  await page.waitForURL('**/studio/speech');
  await settle(page);
  const books = await openPage(context, '/studio/credits');
  const others = [books, await openPage(context, '/studio/history')];
  const before = await readBalance(page);
  for (const other of others) {
    expect(await readBalance(other)).toBe(before);
    await mark(other);
  }

  const { jobId, costCredits } = await order(page);
  expect(costCredits).toBe(COST);
  await page.goto('/');
  for (const other of others) {
    await expect.poll(() => shownBalance(other), PATIENCE).toBe(before - COST);
    expect(await isMarked(other)).toBe(true);
  }
  await expect.poll(() => statusOf(jobId), { ...PATIENCE, timeout: 90_000 }).toBe('completed');

  await page.goto('/studio/history');
  await page
    .getByRole('main')
    .getByRole('link', { name: /^A voice went over the water/ })
    .first()
    .click();
  await page.waitForURL(`**/studio/jobs/${jobId}`);
  expect(await readBalance(page)).toBe(before - COST);
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByRole('button', { name: 'Play result' }).click();
  await expectToPlay(page);
  const heard = await page
    .locator('audio')
    .first()
    .evaluate((audio: HTMLAudioElement) => audio.duration);
  expect(heard).toBeGreaterThan(SCRIPT_CHARS / READING_SPEED.most);
  expect(heard).toBeLessThan(SCRIPT_CHARS / READING_SPEED.least);

  // The tab with the books was never reloaded, and shows the new row under the first one.
  const rows = books.getByRole('row');
  const work = rows.filter({ hasText: `\u2212${COST}` });
  await work.getByRole('button', { name: 'Open', exact: true }).waitFor();
  await work.getByText((before - COST).toLocaleString('en-US'), { exact: true }).waitFor();
  await rows.filter({ hasText: '+5,000' }).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.mp3$/);
  const file = await readFile(await download.path());
  const mp3 = walkMp3(file);
  expect(mp3.kbps).toHaveLength(1);
  expect(mp3.sampleRates).toHaveLength(1);
  expect(Math.abs(mp3.seconds - heard)).toBeLessThan(heard * DURATION_TOLERANCE);
  const sound = await decodeInPage(page, file);
  expect(sound.rms).toBeGreaterThan(AUDIBLE_RMS);
  expect(Math.abs(sound.seconds - heard)).toBeLessThan(heard * DURATION_TOLERANCE);

  const shown = await result.getByText(/^\d+:\d\d \/ \d+:\d\d$/).textContent();
  const [minutes, seconds] = (shown?.split('/')[1] ?? '').trim().split(':').map(Number);
  expect(Math.abs((minutes ?? 0) * 60 + (seconds ?? 0) - heard)).toBeLessThan(1 + heard * DURATION_TOLERANCE);
});
