import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, origin, settle, shownBalance, watchTrouble } from './app.ts';
import { launchBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Person = { email: string; name: string };
const newPerson = (): Person => ({ email: `${randomUUID().slice(0, 8)}@example.com`, name: 'Alena Dvořák' });

/** From the sign-in page through the account chooser, to wherever it leads. */
const signIn = async (page: Page, { email, name }: Person, isVerified = true): Promise<void> => {
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await page.waitForURL('**/sandbox/supabase/authorize?*');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Google has verified').setChecked(isVerified);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
};

test('a new person comes in by Google, is welcomed with a token that works, and is found again the next time', async () => {
  const context = await newVisitor(browser);
  const person = newPerson();
  const page = await openPage(context, '/sign-in?next=%2Fstudio%2Fcredits');
  const trouble = watchTrouble(page);
  await signIn(page, person);
  await page.getByRole('heading', { name: 'Your studio is open' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe(person.name);
  const token = /ozv-[0-9A-Za-z]{43}/.exec((await page.getByRole('main').textContent()) ?? '')?.[0];
  const reply = await fetch(`${origin()}/api/users/me`, { headers: { Authorization: `Bearer ${token}` } });
  const me = await reply.json();
  expect(me).toMatchObject({ email: person.email, balanceCredits: 5_000 });
  await page.getByRole('button', { name: 'Open the studio' }).click();
  await page.waitForURL('**/studio/credits');
  await settle(page);
  expect(await shownBalance(page)).toBe(5_000);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toMatch(/ozv-[0-9A-Za-z]{43}|eyJ/);

  const elsewhere = await newVisitor(browser);
  const again = await openPage(elsewhere, '/sign-in');
  await signIn(again, person);
  await again.waitForURL('**/studio/speech');
  await settle(again);
  expect(await (await elsewhere.request.get('/api/users/me')).json()).toMatchObject({ id: me.id, email: person.email });
  expect(trouble.errors).toEqual([]);
  await Promise.all([context.close(), elsewhere.close()]);
});

test('the way to Google and back needs no mouse, and can be broken off', async () => {
  const context = await newVisitor(browser);
  const page = await openPage(context, '/sign-in?next=%2Fstudio%2Fcredits');
  await page.getByRole('link', { name: 'Continue with Google' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sandbox/supabase/authorize?*');
  await page.getByRole('link', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in?*');
  await page.getByRole('alert').getByText('You did not go on at Google').waitFor();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/studio/credits');
  await context.close();
});

test('an address that Google has not verified is told so at the door', async () => {
  const context = await newVisitor(browser, { width: 390, theme: 'dark' });
  const page = await openPage(context, '/sign-in');
  await signIn(page, newPerson(), false);
  await page.getByRole('alert').getByText('Google has not verified this e-mail address').waitFor();
  expect(await context.cookies()).toEqual([]);
  await context.close();
});
