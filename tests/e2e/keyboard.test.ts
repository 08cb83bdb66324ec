import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCreator, newVisitor, openPage } from './app.ts';
import { launchBrowser } from './browser.ts';

/** More stops than any page has; a walk that does not come to an end is a trap. */
const STOPS_MAX = 300;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('Ctrl+Enter asks before it generates, and Esc goes back to the script', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/speech');
  const script = page.getByRole('textbox', { name: 'Script' });
  await script.fill('Say this only when I have agreed.');
  await page.getByText('1 credit', { exact: true }).first().waitFor();
  await script.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Generate this speech?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  const jobs = await context.request.get('/api/jobs');
  const { items } = (await jobs.json()) as { items: { params: { text: string } }[] };
  expect(items.map((job) => job.params.text)).not.toContain('Say this only when I have agreed.');
  await context.close();
});

type Stop = { name: string; what: string };

/** What has the focus, by the name that a screen reader would say; undefined on the page itself. */
const readFocus = async (page: Page, session: CDPSession): Promise<Stop | undefined> => {
  const what = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return undefined;
    return element.outerHTML.slice(0, 160);
  });
  if (what === undefined) return undefined;
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (result.objectId === undefined) return undefined;
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  return { name: String(nodes[0]?.name?.value ?? ''), what };
};

/** Presses Tab until the page has been walked through. */
const walk = async (page: Page): Promise<Stop[]> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  const stops: Stop[] = [];
  while (stops.length < STOPS_MAX) {
    await page.keyboard.press('Tab');
    const isSecondRound = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return false;
      const known = element.hasAttribute('data-walked');
      element.setAttribute('data-walked', '');
      return known;
    });
    const stop = isSecondRound ? undefined : await readFocus(page, session);
    if (stop === undefined) return stops;
    stops.push(stop);
  }
  throw new Error(`the walk did not end: ${stops.at(-1)?.what}`);
};

test.for([
  { path: '/', isOpen: true, least: 10 },
  { path: '/design', isOpen: true, least: 20 },
  { path: '/studio/speech', isOpen: false, least: 10 },
  { path: '/studio/credits', isOpen: false, least: 8 },
])('everything on $path that Tab reaches has a name', async ({ path, isOpen, least }) => {
  const context = await (isOpen ? newVisitor(browser) : newCreator(browser));
  const page = await openPage(context, path);
  const stops = await walk(page);
  expect(stops.length).toBeGreaterThanOrEqual(least);
  expect(stops.filter((stop) => stop.name.trim() === '').map((stop) => stop.what)).toEqual([]);
  await context.close();
});
