import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HistoryPage } from '../../worker/contract/history.ts';
import { readFilm } from '../../worker/media/mp4/read-film.ts';
import { openPage, PATIENCE, watchTrouble } from './app.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';
import { expectToPlay } from './sound.ts';

/** Films are really made, also on a busy machine. */
const FILM_PATIENCE = { timeout: 120_000 };

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const generate = async (page: Page, title: RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByText('Balance after').waitFor();
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
};

/** Saves what the page offers, and gives its bytes. */
const download = async (page: Page, name: RegExp): Promise<Buffer> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
  return readFile(await file.path());
};

/** Waits for the film that was asked for, plays it, and reads the file by its own tables. */
const expectFilm = async (page: Page, seconds: number, hasSound: boolean): Promise<void> => {
  await page.getByRole('link', { name: /^Download MP4/ }).waitFor(FILM_PATIENCE);
  const video = page.locator('video').first();
  await video.evaluate((player) => (player as HTMLVideoElement).play());
  await expect
    .poll(() => video.evaluate((player) => (player as HTMLVideoElement).currentTime), PATIENCE)
    .toBeGreaterThan(0.5);
  expect(await video.evaluate((player) => (player as HTMLVideoElement).videoWidth)).toBeGreaterThan(300);
  const bytes = await download(page, /^Download MP4/);
  const film = await readFilm(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);
  expect(Math.abs(film.durationMs - seconds * 1_000)).toBeLessThan(600);
  expect(film.sound !== null).toBe(hasSound);
};

const chat = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/chat');
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Write a short python function for ferries.');
  await page.keyboard.press('Enter');
  await page.getByText('4 of 5 free today').waitFor();
  await page.getByRole('button', { name: 'Answer again' }).waitFor(PATIENCE);
  expect(await page.locator('pre code').first().textContent()).toContain('def ');
  await page.close();
};

const images = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/images');
  await page.getByRole('textbox', { name: 'Description' }).fill('A harbour at noon with two boats');
  await generate(page, /^Generate this picture/);
  const picture = page.getByRole('img', { name: /harbour at noon/ }).first();
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((shown) => (shown as HTMLImageElement).naturalWidth), PATIENCE)
    .toBeGreaterThan(1_000);
  await page.close();
};

const speech = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/speech');
  await page.getByRole('textbox', { name: 'Script' }).fill('Six tools, one way, and every one of them is heard.');
  await generate(page, /^Generate this speech/);
  await page.getByRole('link', { name: /^Download MP3/ }).waitFor(PATIENCE);
  await page.getByRole('region', { name: 'Preview' }).getByRole('button', { name: /^Play/ }).first().click();
  await expectToPlay(page);
  await page.close();
};

const motion = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/motion');
  await page.getByRole('button', { name: 'Waves come in' }).click();
  await generate(page, /^Generate this film/);
  await expectFilm(page, 5, false);
  await page.close();
};

const portrait = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/portraits');
  await page.getByRole('button', { name: 'A greeting' }).click();
  await generate(page, /^Generate this film/);
  await expectFilm(page, 5, true);
  await page.close();
};

const clip = async (context: BrowserContext): Promise<void> => {
  const page = await openPage(context, '/studio/clips');
  await page.getByRole('button', { name: 'A greeting' }).click();
  await generate(page, /^Generate this film/);
  await expectFilm(page, 5.3, true);
  await page.close();
};

test('one person uses all six tools in one run, and everything that came of it is in the history', {
  timeout: 600_000,
}, async () => {
  const { context } = await newPerson(browser);
  const watched = await openPage(context, '/studio/history');
  const trouble = watchTrouble(watched);
  await chat(context);
  await images(context);
  await speech(context);
  await motion(context);
  await portrait(context);
  await clip(context);
  const history = (await (await context.request.get('/api/history')).json()) as HistoryPage;
  expect(history.items.map(({ module }) => module)).toEqual([
    'audio2vid',
    'img2vid_audio',
    'img2vid_noaudio',
    'tts',
    'image',
    'text',
  ]);
  expect(history.items.every(({ demo }) => demo)).toBe(true);
  await watched.getByText('You have 6/30 saved').waitFor();
  expect(await watched.getByText('Demo', { exact: true }).count()).toBeGreaterThanOrEqual(6);
  expect(trouble.errors).toEqual([]);
});
