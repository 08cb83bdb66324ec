import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, PATIENCE } from './app.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What the account remembers, once it remembers all of these. */
const expectKept = async (page: Page, kept: object): Promise<void> => {
  const read = async () => (await (await page.request.get('/api/users/me')).json()).preferences;
  await expect.poll(read, PATIENCE).toMatchObject(kept);
};

const themeOf = (page: Page) => page.locator('html').getAttribute('data-theme');

test('DATA-08: voice, language, way of speaking and theme come back in another browser', async () => {
  const here = await newPerson(browser);
  const page = await openPage(here.context, '/studio/speech');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('cs');
  await page.getByRole('button', { name: /^Voice:/ }).click();
  const choices = page.getByRole('dialog', { name: 'Choose a voice' });
  await choices.getByRole('button', { name: /^Bruno/ }).click();
  await page.getByRole('slider', { name: 'Pitch' }).press('ArrowLeft');
  await page.getByRole('switch', { name: /^High quality/ }).click();
  await page.getByRole('button', { name: 'Switch to light theme' }).click();
  const chosen = { module: 'tts', provider: 'unicorn', language: 'cs', pitch: -1, hq: true, theme: 'light' };
  await expectKept(page, chosen);

  const there = await newPerson(browser, { email: here.email });
  const other = await openPage(there.context, '/studio');
  await other.waitForURL('**/studio/speech');
  expect(await other.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('cs');
  await other.getByRole('button', { name: 'Voice: Bruno' }).waitFor();
  expect(await other.getByRole('slider', { name: 'Pitch' }).inputValue()).toBe('-1');
  expect(await other.getByRole('switch', { name: /^High quality/ }).getAttribute('aria-checked')).toBe('true');
  await expect.poll(() => themeOf(other), PATIENCE).toBe('light');
  // From the second page on the theme stands before the first paint.
  await other.goto('/studio/credits', { waitUntil: 'domcontentloaded' });
  expect(await themeOf(other)).toBe('light');
  await here.context.close();
  await there.context.close();
});

test('a theme chosen on the landing page goes into the account, and a later one from the account comes here', async () => {
  const { context } = await newPerson(browser);
  const landing = await openPage(context, '/');
  await landing.getByRole('button', { name: 'Switch to dark theme' }).click();
  const page = await openPage(context, '/studio/account/preferences');
  await expectKept(page, { theme: 'dark' });
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
  await expectKept(page, { theme: 'light' });
  expect(await themeOf(page)).toBe('light');
  await context.close();
});

test('the interface language is kept in the account and shows in another browser', async () => {
  const here = await newPerson(browser);
  const page = await openPage(here.context, '/studio/account/preferences');
  await page.getByRole('combobox', { name: 'Language' }).first().selectOption('uk');
  await page.getByRole('heading', { name: 'Вигляд' }).waitFor();
  await expectKept(page, { locale: 'uk' });
  const there = await newPerson(browser, { email: here.email });
  const other = await openPage(there.context, '/studio/account/preferences');
  await other.getByRole('heading', { name: 'Вигляд' }).waitFor();
  expect(await other.locator('html').getAttribute('lang')).toBe('uk');
  await here.context.close();
  await there.context.close();
});
