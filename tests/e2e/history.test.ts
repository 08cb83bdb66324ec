import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HistoryPage } from '../../worker/contract/history.ts';
import { HISTORY_MAX_ITEMS } from '../../worker/contract/limits.ts';
import { openPage, origin, PATIENCE, settle } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { liftLimits } from './lift-limits.ts';
import { newPerson, OURS } from './people.ts';
import { expectToPlay } from './sound.ts';

const FIRST = 'The very first of them all went over the water and came back a little softer than it went.';
const EVICTED = 'Saved — your oldest item was removed to keep history under 30 items.';
const TOAST_LOOK_MS = 60_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  await liftLimits(origin());
});
afterAll(() => browser.close());

const historyOf = async (context: BrowserContext): Promise<HistoryPage> =>
  (await (await context.request.get('/api/history')).json()) as HistoryPage;

const make = async (context: BrowserContext, text: string): Promise<string> => {
  const order = { clientJobId: crypto.randomUUID(), module: 'tts', params: { text, noCache: true } };
  const reply = await context.request.post('/api/jobs', { data: order, headers: OURS });
  expect(reply.status()).toBe(202);
  return ((await reply.json()) as { jobId: string }).jobId;
};

const usedIn = (context: BrowserContext, used: number) =>
  expect.poll(async () => (await historyOf(context)).usedItems, { ...PATIENCE, timeout: 90_000 }).toBe(used);

const linkTo = (page: Page, text: string) => page.getByRole('main').getByRole('link', { name: text, exact: true });

test('the 31st makes the oldest go and says so; Undo brings it back, and it plays', async () => {
  const { context } = await newPerson(browser);
  await make(context, FIRST);
  await usedIn(context, 1);
  for (let number = 2; number <= HISTORY_MAX_ITEMS; number += 1) await make(context, `Number ${number}.`);
  await usedIn(context, HISTORY_MAX_ITEMS);

  const page = await openPage(context, '/studio/history');
  await page.getByText('You have 30/30 saved').waitFor();
  await expect.poll(() => page.getByRole('checkbox', { name: /^Choose: / }).count(), PATIENCE).toBe(HISTORY_MAX_ITEMS);
  await linkTo(page, FIRST).waitFor();

  await make(context, 'One too many.');
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText(EVICTED, { exact: true }).waitFor({ timeout: TOAST_LOOK_MS });
  await linkTo(page, FIRST).waitFor({ state: 'detached' });
  await linkTo(page, 'One too many.').waitFor();
  expect((await historyOf(context)).items.map(({ title }) => title)).not.toContain(FIRST);

  await messages.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('You have 31/30 saved').waitFor();
  await page.getByRole('button', { name: 'Older ones' }).click();
  await linkTo(page, FIRST).waitFor();
  await page.getByRole('button', { name: `Play ${FIRST}` }).click();
  await expectToPlay(page);
  await context.close();
});

test('what is deleted by hand comes back by hand, several come as one ZIP, and the layout is remembered', async () => {
  const { context } = await newPerson(browser);
  await make(context, 'Alpha.');
  await usedIn(context, 1);
  await make(context, 'Beta.');
  await usedIn(context, 2);
  const page = await openPage(context, '/studio/history');
  await page.getByRole('button', { name: 'Delete: Alpha.' }).click();
  await linkTo(page, 'Alpha.').waitFor({ state: 'detached' });
  await page.getByText('You have 1/30 saved').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await linkTo(page, 'Alpha.').waitFor();

  await page.getByRole('checkbox', { name: 'Choose all' }).click();
  await page.getByText('2 chosen').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'ZIP', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^ozvena-history-[\d-]+\.zip$/);
  const zip = await readFile(await download.path());
  expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  for (const name of ['01 Beta.mp3', '02 Alpha.mp3']) expect(zip.includes(name)).toBe(true);

  await page.keyboard.press('Escape');
  await page.getByText('Choose all').waitFor();
  await page.getByRole('button', { name: 'As a list' }).click();
  await page.goto('/studio/history?type=audio&q=ALPHA');
  await settle(page);
  await linkTo(page, 'Alpha.').waitFor();
  expect(await linkTo(page, 'Beta.').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'As a list' }).getAttribute('aria-pressed')).toBe('true');
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  await page.getByRole('main').getByText('Images', { exact: true }).click();
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await linkTo(page, 'Beta.').waitFor();
  await context.close();
});

test('the settings of a result are taken up by the editor, under which it stands', async () => {
  const { context } = await newPerson(browser);
  await make(context, 'Take me up again.');
  await usedIn(context, 1);
  const page = await openPage(context, '/studio/history');
  await page.getByRole('link', { name: 'Use the settings of: Take me up again.' }).click();
  await page.waitForURL('**/studio/speech');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Script' }).inputValue(), PATIENCE)
    .toBe('Take me up again.');
  const recent = page.getByRole('region', { name: 'Recent' });
  await recent.getByRole('link', { name: 'Take me up again.' }).waitFor();
  await recent.getByRole('button', { name: 'Play Take me up again.' }).waitFor();
  await context.close();
});
