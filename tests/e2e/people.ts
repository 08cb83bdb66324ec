import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import { newVisitor } from './app.ts';
import { OPERATOR } from './lift-limits.ts';

/** Any address out of 10.0.0.0/8. */
const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`;

export const newEmail = (): string => `${randomUUID().slice(0, 8)}@example.com`;

/** The newest code in the demo mailbox, as the person would read it there. @param says what the mail's subject says of it. */
export const readCode = async (
  context: BrowserContext,
  email: string,
  says = /^\d{3} \d{3} is your Ozvena code$/,
): Promise<string> => {
  const page = await context.newPage();
  await page.goto(`/sandbox/mail?to=${encodeURIComponent(email)}`);
  const subject = (await page.getByText(says).first().textContent()) ?? '';
  await page.close();
  return subject.slice(0, 7).replace(' ', '');
};

/** What our own page says of its requests; without it a change of state by cookie is refused. */
export const OURS = { 'Sec-Fetch-Site': 'same-origin' };

/** Signs in by the code in the mail, without walking through the pages. */
export const enter = async (context: BrowserContext, email: string): Promise<void> => {
  expect((await context.request.post('/api/auth/code', { data: { email } })).status()).toBe(202);
  const code = await readCode(context, email);
  expect((await context.request.post('/api/auth/verify', { data: { email, code } })).status()).toBe(200);
};

/** Waves the first run off, as somebody in a hurry does. */
export const passFirstRun = async (context: BrowserContext): Promise<void> => {
  await context.request.patch('/api/users/me', { data: { onboarding: 'done' }, headers: OURS });
};

/** A browser window of somebody with an account of his own, who has the first run behind him. */
export const newPerson = async (
  browser: Browser,
  options: Parameters<typeof newVisitor>[1] & { email?: string } = {},
): Promise<{ context: BrowserContext; email: string }> => {
  const { email = newEmail(), ...window } = options;
  const context = await newVisitor(browser, window);
  // Codes are counted by address, and a whole run of these tests comes from one machine.
  await context.setExtraHTTPHeaders({ 'CF-Connecting-IP': newAddress() });
  await enter(context, email);
  await passFirstRun(context);
  return { context, email };
};

/**
 * Signs in an operator, whom the settings of development make a superadmin: once, since an address gets only so many
 * codes an hour.
 * @returns what opens windows of his.
 */
export const signInOperator = async (browser: Browser) => {
  const { context } = await newPerson(browser, { email: OPERATOR });
  const cookies = await context.cookies();
  await context.close();
  return async (options: Parameters<typeof newVisitor>[1] = {}): Promise<BrowserContext> => {
    const own = await newVisitor(browser, options);
    await own.addCookies(cookies);
    return own;
  };
};
