import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, PATIENCE, settle, shownBalance, watchTrouble } from './app.ts';
import { launchBrowser } from './browser.ts';
import { passFirstRun } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens an account from a place, without a page. */
const signUp = async (context: BrowserContext): Promise<void> => {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  await context.request.post('/api/auth/code', { data: { email } });
  const mails = (await (await context.request.get(`/sandbox/mail.json?to=${email}`)).json()) as {
    mails: { subject: string }[];
  };
  const code = mails.mails[0]?.subject.slice(0, 7).replace(' ', '');
  expect((await context.request.post('/api/auth/verify', { data: { email, code } })).status()).toBe(200);
  await passFirstRun(context);
};

/** A browser at a place from which two accounts were opened already. */
const newcomerOfCrowd = async (options: { width?: number; theme?: 'light' | 'dark' } = {}): Promise<BrowserContext> => {
  const place = randomUUID();
  for (let count = 0; count < 2; count += 1) {
    const other = await newVisitor(browser, { place });
    await signUp(other);
    await other.close();
  }
  return newVisitor(browser, { ...options, place });
};

const card = (page: Page) => page.getByRole('region', { name: /^(One more step|Thank you)/ });

test('the third account of a place is welcomed without credits; a captcha brings them, in every open tab', async () => {
  const context = await newcomerOfCrowd();
  await signUp(context);
  const page = await openPage(context, '/studio/credits');
  const other = await openPage(context, '/studio/speech');
  const trouble = watchTrouble(page);
  expect(await shownBalance(page)).toBe(0);
  await card(page).getByRole('button', { name: 'I am a person' }).click();
  await card(page).getByText('5,000 credits are on your account').waitFor();
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(5_000);
  await expect.poll(() => shownBalance(other), PATIENCE).toBe(5_000);
  await page.getByRole('cell', { name: 'Welcome credits' }).waitFor();
  expect(trouble.errors).toEqual([]);
  await page.reload();
  await settle(page);
  expect(await card(page).count()).toBe(0);
  await context.close();
});

test('in the welcome the captcha works by keyboard; one that fails may be tried again, and the studio is open without', async () => {
  const context = await newcomerOfCrowd({ width: 390, theme: 'dark' });
  const page = await openPage(context, '/sign-in?next=%2Fstudio%2Fcredits');
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await page.getByLabel('E-mail address').fill(`${randomUUID().slice(0, 8)}@example.com`);
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await card(page).getByRole('button', { name: 'Fail' }).focus();
  await page.keyboard.press('Enter');
  await card(page).getByText('That did not pass').waitFor();
  // The card has the focus now, and the first button of its new widget is next.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await card(page).getByText('5,000 credits are on your account').waitFor();
  await page.getByText('5,000 credits are on your account to begin with.').waitFor();
  await page.getByRole('button', { name: 'Open the studio' }).click();
  await page.waitForURL('**/studio/credits');
  await settle(page);
  expect(await shownBalance(page)).toBe(5_000);
  await context.close();
});
