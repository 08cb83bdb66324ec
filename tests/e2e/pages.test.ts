import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCreator, openPage, settle } from './app.ts';
import { expectOpenToAll, THEMES, type Theme } from './barriers.ts';
import { launchBrowser } from './browser.ts';

const PATHS = [
  '/',
  '/studio/speech',
  '/studio/images',
  '/studio/motion',
  '/studio/portraits',
  '/studio/clips',
  '/studio/history',
  '/studio/credits',
  '/studio/account/profile',
  '/studio/account/preferences',
  '/studio/account/security',
  '/studio/account/tokens',
  '/studio/account/keys',
  '/studio/account/webhooks',
  '/studio/account/notifications',
  '/studio/account/data',
  '/design',
];
const CLS_MAX = 0.02;

let browser: Browser;
let windows: Record<Theme, BrowserContext>;
beforeAll(async () => {
  browser = await launchBrowser();
  windows = {
    light: await newCreator(browser, { theme: 'light' }),
    dark: await newCreator(browser, { theme: 'dark' }),
  };
});
afterAll(() => browser.close());

describe.for(PATHS)('%s', (path) => {
  test.for(THEMES)(
    'in %s: no barrier, nothing the browser complains of, and at no width does anything stick out',
    (theme) => expectOpenToAll(windows[theme], path, theme),
  );
});

test('on a phone the studio can be used: write, see the price, confirm', async () => {
  const context = await newCreator(browser, { width: 390 });
  const page = await openPage(context, '/studio/speech');
  await page.getByRole('textbox', { name: 'Script' }).fill('Spoken from a phone.');
  await page.getByText('1 credit', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate this speech?' });
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('button', { name: /^Play (preview|result)$/ }).waitFor();
  await context.close();
});

test('the landing page does not jump while it loads', async () => {
  const context = await newCreator(browser);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) seen.shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/');
  await settle(page);
  await page.getByText(/left today|tries are used/).waitFor();
  const shift = await page.evaluate(() => (window as unknown as { seen: { shift: number } }).seen.shift);
  expect(shift).toBeLessThan(CLS_MAX);
  await context.close();
});

test('the landing page asks for no script of the studio', async () => {
  const context = await newCreator(browser);
  const parts = ['landing-entry', 'studio-entry', 'studio-layout', 'desk'];
  const partsOf = async (path: string): Promise<string[]> => {
    const page = await openPage(context, path);
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    await page.close();
    return parts.filter((part) => urls.some((url) => url.includes(`/assets/${part}-`)));
  };
  expect(await partsOf('/')).toEqual(['landing-entry']);
  expect(await partsOf('/studio/speech')).toEqual(['studio-entry', 'studio-layout', 'desk']);
  await context.close();
});

test('a page that is not there is answered as not there, and the app says so kindly', async () => {
  const context = await newCreator(browser);
  const page = await openPage(context, '/studio/nowhere');
  await page.getByRole('heading', { name: 'No echo from here' }).waitFor();
  await context.close();
});
