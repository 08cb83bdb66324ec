import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { expect, inject, vi } from 'vitest';

/** Long enough for a busy machine; a condition is waited for, never a time. */
export const PATIENCE = { timeout: 60_000, interval: 100 };

export const origin = (): string => inject('origin');

export type Trouble = { errors: string[] };

/** Collects what the browser itself complains of: errors in the console, uncaught ones, violations of the content policy. */
export const watchTrouble = (page: Page): Trouble => {
  const trouble: Trouble = { errors: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => trouble.errors.push(error.message));
  return trouble;
};

/** What a browser of this version calls itself, told apart by a word of its own at the end. */
const userAgentOf = (browser: Browser, word: string): string =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36 ${word}`;

/** What each page has asked for and not yet been given. */
const UNDER_WAY = new WeakMap<Page, Set<Request>>();

/**
 * Counts what a page asks for. Not sound and film: Chromium tells no end of one whose element has gone or has enough of
 * it for now, so that a page with a player might never be seen at rest.
 */
const watchRequests = (page: Page): void => {
  const requests = new Set<Request>();
  UNDER_WAY.set(page, requests);
  page.on('request', (request) => {
    if (request.resourceType() !== 'media') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
};

/** So long a page asks for nothing before it counts as having all it wants. */
const REST_MS = 500;

/** Waits until a page has had all that it asked for, for a while. */
const hasAll = async (page: Page): Promise<void> => {
  const requests = UNDER_WAY.get(page);
  if (!requests) throw new Error('this page is of no window of newVisitor');
  let restsSince = Date.now();
  await vi.waitUntil(() => {
    if (requests.size > 0) restsSince = Date.now();
    return Date.now() - restsSince >= REST_MS;
  }, PATIENCE);
};

/**
 * A browser window with nothing kept in it, and a place of its own: the third sign-up of one place waits for a captcha.
 * @param options.place the same word, the same place.
 * @param options.locale what the browser itself speaks.
 */
export const newVisitor = async (
  browser: Browser,
  options: { width?: number; theme?: 'light' | 'dark'; place?: string; locale?: string } = {},
) => {
  const width = options.width ?? 1_440;
  const context = await browser.newContext({
    baseURL: origin(),
    userAgent: userAgentOf(browser, options.place ?? randomUUID()),
    viewport: { width, height: width < 500 ? 844 : 900 },
    acceptDownloads: true,
    locale: options.locale ?? 'en-US',
  });
  context.setDefaultTimeout(PATIENCE.timeout);
  context.on('page', watchRequests);
  const { theme } = options;
  if (theme !== undefined) {
    await context.addInitScript((chosen) => localStorage.setItem('ozvena.theme', chosen), theme);
  }
  return context;
};

/** The same, already in the studio as the demo creator. */
export const newCreator = async (browser: Browser, options: Parameters<typeof newVisitor>[1] = {}) => {
  const context = await newVisitor(browser, options);
  const reply = await context.request.post('/api/dev/session');
  expect(reply.status()).toBe(200);
  return context;
};

/** Goes to a page and waits until it has drawn itself and asked for nothing more. */
export const openPage = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(path);
  await settle(page);
  return page;
};

/** A page is there when all it asked for has come, its fonts are loaded and nothing moves any more. */
export const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('load');
  await hasAll(page);
  await page.getByRole('main').first().waitFor();
  await standStill(page);
};

/** Waits until nothing of what a page has moves or is a placeholder. After a change of its width that is all there is to wait for. */
export const standStill = async (page: Page): Promise<void> => {
  await page.waitForFunction(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await document.fonts.ready;
    const isMoving = document
      .getAnimations()
      .some(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);
    return !isMoving && document.querySelector('[aria-busy="true"]') === null;
  });
};

/** The balance that a studio page shows in its header. */
export const shownBalance = async (page: Page): Promise<number> => {
  const link = await page.getByRole('link', { name: /^Balance:/ }).ariaSnapshot();
  const digits = /Balance: ([\d,]+) credits/.exec(link)?.[1];
  return digits === undefined ? Number.NaN : Number(digits.replaceAll(',', ''));
};

/** Waits until a page shows a balance, and returns it. */
export const readBalance = async (page: Page): Promise<number> => {
  await expect.poll(() => shownBalance(page), PATIENCE).toBeGreaterThanOrEqual(0);
  return shownBalance(page);
};
