import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, origin, PATIENCE, settle, shownBalance } from './app.ts';
import { launchBrowser } from './browser.ts';
import { newEmail, readCode } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** From the sign-in page to wherever it leads, by the code in the mail. */
const signIn = async (context: BrowserContext, email: string, path = '/sign-in'): Promise<Page> => {
  const page = await openPage(context, path);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  const field = page.getByRole('textbox', { name: 'Six-digit code' });
  await field.waitFor();
  await field.fill(await readCode(context, email));
  return page;
};

test('a new person signs in by the code in the mail, is welcomed once, and her token works', async () => {
  const context = await newVisitor(browser);
  const email = newEmail();
  const page = await signIn(context, email);
  await page.getByRole('heading', { name: 'Your studio is open' }).waitFor();
  const token = /ozv-[0-9A-Za-z]{43}/.exec((await page.getByRole('main').textContent()) ?? '')?.[0];
  const reply = await fetch(`${origin()}/api/users/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await reply.json()).toMatchObject({ email, balanceCredits: 5_000 });
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Open the studio' }).click();
  await page.waitForURL('**/studio/speech');
  await settle(page);
  expect(await shownBalance(page)).toBe(5_000);
  const cookies = await context.cookies();
  expect(cookies.filter(({ name }) => name.startsWith('ozv_')).map(({ httpOnly }) => httpOnly)).toEqual([true, true]);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toMatch(/ozv-[0-9A-Za-z]{43}|eyJ/);
  await context.close();
});

test('a wrong code says so and keeps the place; the right one leads to the page that was asked for', async () => {
  const context = await newVisitor(browser);
  const email = newEmail();
  const page = await openPage(context, '/sign-in?next=%2Fstudio%2Fcredits');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  const field = page.getByRole('textbox', { name: 'Six-digit code' });
  await field.waitFor();
  const code = await readCode(context, email);
  await field.fill(code === '000000' ? '000001' : '000000');
  await page.getByText(/wrong or has run out/i).waitFor();
  await field.fill(code);
  await page.getByRole('button', { name: 'Open the studio' }).click();
  await page.waitForURL('**/studio/credits');
  await context.close();
});

test('an access cookie that has run out is renewed behind the page, once', async () => {
  const context = await newVisitor(browser);
  const page = await signIn(context, newEmail());
  await page.getByRole('button', { name: 'Open the studio' }).click();
  await page.waitForURL('**/studio/speech');
  await settle(page);
  await context.clearCookies({ name: 'ozv_session' });
  const renewals: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/api/session/refresh')) renewals.push(request.url());
  });
  await page.goto('/studio/credits');
  await settle(page);
  await page.getByRole('cell', { name: 'Welcome credits' }).waitFor();
  expect(renewals).toHaveLength(1);
  await context.close();
});

test('one device ends the session of another, which finds itself at the sign-in page', async () => {
  const email = newEmail();
  const [here, there] = [await newVisitor(browser), await newVisitor(browser)];
  const first = await signIn(here, email);
  await first.getByRole('button', { name: 'Open the studio' }).click();
  await first.waitForURL('**/studio/speech');
  const second = await signIn(there, email);
  await second.waitForURL('**/studio/speech');
  await settle(second);
  const account = await openPage(here, '/studio/account/security');
  const sessions = account.getByRole('list', { name: 'Sessions' });
  await expect.poll(() => sessions.getByRole('listitem').count(), PATIENCE).toBe(2);
  const other = sessions.getByRole('listitem').filter({ hasNotText: 'this device' });
  await other.getByRole('button', { name: /^End/ }).click();
  await second.waitForURL('**/sign-in**');
  await expect.poll(() => sessions.getByRole('listitem').count(), PATIENCE).toBe(1);
  await here.close();
  await there.close();
});
