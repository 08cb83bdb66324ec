import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, origin, PATIENCE } from './app.ts';
import { launchBrowser } from './browser.ts';
import { walkMp3 } from './mp3.ts';
import { newPerson } from './people.ts';
import { expectToPlay } from './sound.ts';

const MADE = { timeout: 90_000 };
/** As in wrangler.toml; it takes over the vendors' voices, and never fires by itself here. */
const DAILY_CRON = '0+3+*+*+*';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  expect((await fetch(`${origin()}/cdn-cgi/local/scheduled?cron=${DAILY_CRON}`)).status).toBe(200);
});
afterAll(() => browser.close());

const script = (page: Page) => page.getByRole('textbox', { name: 'Script' });

/** Agrees to what it costs, and waits for the end of it. */
const generate = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Generate', exact: true }).click();
};

const download = async (page: Page, name: string | RegExp): Promise<Download> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
  return file;
};

type Job = { jobId: string; costCredits: number; params: { voiceId: string; tuning: Record<string, number> } };

const lastJob = async (context: BrowserContext): Promise<Job | undefined> => {
  const reply = await context.request.get('/api/jobs?limit=1');
  return ((await reply.json()) as { items: Job[] }).items[0];
};

test('a voice of another vendor is found by keyboard, heard, and spoken with a control of its own', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/speech');
  await script(page).fill('A voice from elsewhere.');
  await page.getByRole('button', { name: /^Voice:/ }).click();
  const voices = page.getByRole('dialog', { name: 'Choose a voice' });
  await voices.getByRole('radio', { name: 'ElevenLabs', exact: true }).check({ force: true });
  await voices.getByRole('searchbox', { name: 'Search voices' }).fill('audiobook');
  await voices.getByText('20 credits for 1,000 characters').waitFor();
  await expect.poll(() => voices.getByRole('listitem').filter({ hasNotText: 'audiobook' }).count(), PATIENCE).toBe(0);
  await voices.getByRole('searchbox').press('ArrowDown');
  await page.keyboard.press('Space');
  await expectToPlay(page);
  await page.keyboard.press('Enter');
  await voices.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Voice: .*audiobook/ }).waitFor();

  // What the vendor lacks is not there, and what he has is.
  await page.getByText('Fine tuning').click();
  await page.getByRole('slider', { name: 'Stability' }).press('ArrowRight');
  expect(await page.getByRole('slider', { name: 'Pitch' }).count()).toBe(0);
  await generate(page);
  await page.getByRole('link', { name: 'Download MP3' }).waitFor(MADE);
  const job = await lastJob(context);
  expect(job?.params.voiceId).toMatch(/^elevenlabs:/);
  expect(job?.params.tuning).toEqual({ stability: 0.55 });
  await context.close();
});

const SENTENCE = 'The far shore gave every word back a little softer than it came. ';
/** More than one call of the vendor takes. */
const LONG_SCRIPT = SENTENCE.repeat(80);

test('a long script from a file is spoken in pieces, runs along with its captions, and is kept with them', async () => {
  const { context } = await newPerson(browser);
  await context.request.patch('/api/users/me/preferences', {
    data: { provider: 'openai', voiceId: 'openai:alloy', language: 'en' },
    headers: { Origin: origin() },
  });
  const page = await openPage(context, '/studio/speech');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'book.txt', mimeType: 'text/plain', buffer: Buffer.from(LONG_SCRIPT) });
  await page.getByText(/^about \d pieces$/).waitFor();
  await generate(page);
  await page.getByRole('link', { name: 'Download MP3' }).waitFor(MADE);
  expect(await script(page).inputValue()).toBe(LONG_SCRIPT);

  await page.getByRole('button', { name: 'Play result' }).click();
  const captions = page.getByRole('region', { name: 'Captions' });
  await captions.locator('[aria-current]').first().waitFor();

  const mp3 = walkMp3(await readFile(await (await download(page, 'Download MP3')).path()));
  expect(mp3.seconds).toBeGreaterThan(LONG_SCRIPT.length / 30);
  const srt = await readFile(await (await download(page, 'SRT')).path(), 'utf8');
  expect(srt.replace('\uFEFF', '')).toMatch(/^1\r?\n00:00:0\d,\d{3} --> /);
  const vtt = await readFile(await (await download(page, 'VTT')).path(), 'utf8');
  expect(vtt).toMatch(/^WEBVTT/);
  await context.close();
});

const SCENES = `# The tram
The last tram of the evening was empty.

# The lake
A voice went over the water.

# The end
Then nobody spoke for a long time.`;

test('scenes are cut, made, and of three of them the one that changed is made again', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/speech');
  await script(page).fill(SCENES);
  await page.getByRole('radio', { name: 'Scenes' }).check({ force: true });
  await page.getByRole('button', { name: 'Cut it' }).click();
  const second = page.getByRole('textbox', { name: 'Text of scene 2' });
  await second.waitFor();
  await generate(page);
  await page.getByRole('link', { name: 'Download ZIP' }).waitFor(MADE);
  await expect.poll(() => page.getByText('Made', { exact: true }).count(), PATIENCE).toBe(3);
  const first = await lastJob(context);

  await second.fill('A voice went over the water, and came back.');
  await page.getByText('2 scenes are made already and cost nothing.').waitFor();
  expect(await page.getByText('Made', { exact: true }).count()).toBe(2);
  await generate(page);
  await expect.poll(async () => (await lastJob(context))?.jobId, PATIENCE).not.toBe(first?.jobId);
  await expect.poll(() => page.getByText('Made', { exact: true }).count(), { ...PATIENCE, ...MADE }).toBe(3);
  await page.getByRole('link', { name: 'Download ZIP' }).waitFor(MADE);
  expect((await lastJob(context))?.costCredits).toBe(1);

  // The order of the cards is the order of the files, also when it is changed by keyboard.
  await page.getByRole('button', { name: 'Move scene 3' }).press('ArrowUp');
  expect(await page.getByRole('textbox', { name: 'Title of scene 2' }).inputValue()).toBe('The end');
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Title of scene 2' }).inputValue()).toBe('The end');
  const zip = await readFile(await (await download(page, 'Download ZIP')).path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  await context.close();
});

test('a price that could not be had for a moment comes without another word', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/speech');
  await page.route('**/api/quotes', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
  const refused = page.waitForResponse((reply) => reply.status() === 503);
  await script(page).fill('What does this cost?');
  await refused;
  const press = page.getByRole('button', { name: 'Generate', exact: true });
  await expect.poll(() => press.isEnabled(), PATIENCE).toBe(true);
});
