import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCreator, openPage, PATIENCE } from './app.ts';
import { launchBrowser } from './browser.ts';

const MADE = { timeout: 120_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Agrees to what it costs. */
const generate = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Credits will be deducted on Generate', { exact: false }).waitFor();
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
};

const preview = (page: Page) => page.getByRole('region', { name: 'Preview', exact: true }).first();

/** Waits until the film has played on by itself. */
const expectFilmToPlay = async (page: Page): Promise<void> => {
  await preview(page).getByRole('button', { name: 'Play result' }).click();
  const position = () => page.locator('video').evaluate((film) => (film as HTMLVideoElement).currentTime);
  await expect.poll(position, PATIENCE).toBeGreaterThan(0.5);
};

type Made = { jobId: string };

const lastJobId = async (context: BrowserContext): Promise<string | undefined> => {
  const { items } = (await (await context.request.get('/api/jobs?limit=1')).json()) as { items: Made[] };
  return items[0]?.jobId;
};

test('pictures are described, made, looked at closely, made again, and one of them made to move', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/images');
  await page.getByRole('textbox', { name: 'Description' }).fill('A small red boat on a calm sea at dawn');
  await page.getByRole('radio', { name: '16:9' }).check({ force: true });
  await page.getByRole('radio', { name: '2', exact: true }).check({ force: true });
  await generate(page);
  const tiles = preview(page).getByRole('button', { name: /^Look closely/ });
  await expect.poll(() => tiles.count(), MADE).toBe(2);
  await preview(page).getByText('Demo', { exact: true }).waitFor();
  await tiles.first().click();
  const close = page.getByRole('dialog', { name: 'Picture 1 of 2' });
  await close.getByRole('img', { name: /A small red boat/ }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'Picture 2 of 2' }).waitFor();
  await page.keyboard.press('Escape');

  // Made again is another job of the same, from another seed, and paid for.
  await preview(page).getByRole('button', { name: 'Re-generate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Generate', exact: true }).click();
  type Job = Made & { parentJobId: string | null; params: { seed: number }; status: string };
  const jobs = async () => ((await (await context.request.get('/api/jobs?limit=2')).json()) as { items: Job[] }).items;
  await expect.poll(async () => (await jobs())[0]?.status, MADE).toBe('completed');
  const [again, first] = await jobs();
  expect(again?.parentJobId).toBe(first?.jobId);
  expect(again?.params.seed).not.toBe(first?.params.seed);

  await preview(page).getByRole('link', { name: 'Make it move' }).first().click();
  await page.getByRole('heading', { name: 'Motion' }).waitFor();
  await page.getByRole('group', { name: 'Picture' }).getByRole('button', { name: 'Replace' }).waitFor();
  await context.close();
});

test('on a phone the pictures of a result stand beside each other, inside their card', async () => {
  const context = await newCreator(browser);
  const ordered = await context.request.post('/api/jobs', {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    data: { clientJobId: crypto.randomUUID(), module: 'image', params: { prompt: 'Two lamps on a quay', count: 2 } },
  });
  const { jobId } = (await ordered.json()) as Made;
  const page = await openPage(context, `/studio/jobs/${jobId}`);
  await page.setViewportSize({ width: 390, height: 844 });
  const tiles = page.getByRole('button', { name: /^Look closely/ });
  await expect.poll(() => tiles.count(), MADE).toBe(2);
  const [left, right] = await tiles.evaluateAll((all) => all.map((tile) => tile.getBoundingClientRect().toJSON()));
  expect(left.right).toBeLessThan(right.left);
  const edge = await tiles.last().evaluate((tile) => tile.closest('section, main')?.getBoundingClientRect().right ?? 0);
  expect(right.right).toBeLessThan(edge - 16);
  await context.close();
});

test('a picture moves: an example is taken, its film plays by our own controls, and its settings are found again', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/motion');
  await page.getByRole('button', { name: 'Waves come in' }).click();
  await page.getByText('shore.jpg').waitFor();
  await generate(page);
  await preview(page).getByRole('link', { name: 'Download MP4' }).waitFor(MADE);
  await expectFilmToPlay(page);
  const jobId = await lastJobId(context);
  await page.getByRole('radio', { name: '10 sec' }).check({ force: true });
  await page.goto(`/studio/motion?from=${jobId}`);
  await expect.poll(() => page.getByRole('radio', { name: '5 sec' }).isChecked(), PATIENCE).toBe(true);
  expect(new URL(page.url()).search).toBe('');
  await context.close();
});

test('a portrait speaks words that are spoken first, each at its own price', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/portraits');
  await page.getByRole('button', { name: 'A greeting' }).click();
  await page.getByText('person.jpg').waitFor();
  await page.getByRole('radio', { name: 'Have it spoken' }).check({ force: true });
  await page
    .getByRole('textbox', { name: 'What is said' })
    .fill(
      'Good evening. I am glad that you came, and that you stayed. The far shore gave every word back a little softer.',
    );
  await page.getByText(/^The voice: .* Then the film: 200 credits\.$/).waitFor();
  await page.getByRole('button', { name: 'Speak it' }).click();
  await page
    .getByRole('dialog', { name: 'Generate this speech?' })
    .getByRole('button', { name: 'Generate', exact: true })
    .click();
  await page.getByText('The voice: Made before: free.', { exact: false }).waitFor(MADE);
  await page.getByRole('slider', { name: 'Where the part begins' }).press('ArrowRight');
  await generate(page);
  await preview(page).getByRole('link', { name: 'Download MP4' }).waitFor(MADE);
  await expectFilmToPlay(page);
  // What is said stands in the film and below it, and a line leads to its moment.
  await preview(page).getByRole('button', { name: 'Captions', pressed: true }).waitFor();
  const transcript = preview(page).getByRole('region', { name: 'Captions' });
  await transcript.getByRole('button', { name: /Good evening\./ }).click();
  await context.close();
});

test('a recording is spoken by somebody chosen, and the film is deleted and brought back', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/clips');
  await page.getByRole('button', { name: 'A greeting' }).click();
  await page.getByText('greeting.mp3').waitFor();
  await page.getByText('Marcus', { exact: true }).first().click();
  await generate(page);
  await preview(page).getByRole('link', { name: 'Download MP4' }).waitFor(MADE);
  await expectFilmToPlay(page);
  const jobId = await lastJobId(context);
  await preview(page).getByRole('button', { name: 'Delete' }).click();
  await preview(page).getByText('It comes back here').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  const kept = async () => {
    const { items } = (await (await context.request.get('/api/history?type=video')).json()) as { items: Made[] };
    return items.map((item) => item.jobId);
  };
  await expect.poll(kept, PATIENCE).toContain(jobId);
  await context.close();
});
