import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Subscription } from '../../worker/contract/plans.ts';
import { openPage, origin, PATIENCE, readBalance, shownBalance, watchTrouble } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Subscribes on the page of plans. @returns the processor's own id of it */
const subscribe = async (page: Page): Promise<string> => {
  const opened = page.waitForResponse((reply) => reply.url().endsWith('/api/subscriptions') && reply.status() === 201);
  await page.getByRole('button', { name: /^Subscribe for/ }).click();
  const { checkout } = (await (await opened).json()) as Subscription;
  await page.getByText('Demo checkout, no real money.').waitFor();
  await page.locator('.sandbox-razorpay').getByRole('button', { name: 'Subscribe', exact: true }).click();
  await page.getByText('Welcome to Pro. Your credits are here.').waitFor();
  return checkout?.kind === 'script' ? String(checkout.options.subscription_id) : '';
};

/** Lets the cycle end, as the clock would. */
const endCycle = async (context: BrowserContext, id: string, outcome: 'pay' | 'fail' = 'pay'): Promise<void> => {
  const address = `${origin()}/sandbox/payments/subscriptions/${id}/renew`;
  const reply = await context.request.post(address, { form: { outcome }, maxRedirects: 0 });
  expect(reply.status()).toBe(303);
};

const roleOf = async (context: BrowserContext): Promise<string> =>
  ((await (await context.request.get('/api/users/me')).json()) as { plan: string }).plan;

test('a plan is begun, renewed for three cycles, changed and cancelled, and the page follows by itself', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/plans');
  const trouble = watchTrouble(page);
  const before = await readBalance(page);
  const id = await subscribe(page);
  let balance = before + 1_000;
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(balance);
  await page.getByRole('link', { name: 'Credits', exact: true }).first().click();
  const plan = page.getByRole('region', { name: 'Your plan' });
  await plan.getByText('Next invoice').waitFor();
  expect(await plan.textContent()).toContain('$27.50 a month');
  for (let cycle = 0; cycle < 3; cycle += 1) {
    const invoice = await plan.textContent();
    await endCycle(context, id);
    balance += 1_000;
    await expect.poll(() => shownBalance(page), PATIENCE).toBe(balance);
    await expect.poll(() => plan.textContent(), PATIENCE).not.toBe(invoice);
  }

  await plan.getByRole('link', { name: 'Change the plan' }).click();
  await page.getByLabel('Size').selectOption('8000');
  await page.getByRole('button', { name: 'Change to this' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change the plan' }).click();
  await page.getByRole('button', { name: 'Begins with the next cycle' }).waitFor();
  await endCycle(context, id);
  balance += 8_000;
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(balance);
  await page.getByRole('button', { name: 'This is your plan' }).waitFor();

  await page.getByRole('link', { name: 'Credits', exact: true }).first().click();
  await plan.getByText('8,000 credits a month').waitFor();
  await plan.getByRole('button', { name: 'Cancel subscription' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel subscription' }).click();
  await plan.getByText('Ends soon').waitFor();
  await page.goto('/studio/plans');
  await page.getByText('Your present plan ends then, and cannot be brought back.').waitFor();
  // A page that has read of the plan, and whose socket only stands when it is over, was told nothing of the end.
  const ended = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/api\/live$/, async (socket) => {
    await ended.promise;
    socket.connectToServer();
  });
  await page.goto('/studio/credits');
  await plan.getByText('Ends soon').waitFor();
  expect(await roleOf(context)).toBe('pro');
  await endCycle(context, id);
  await expect.poll(() => roleOf(context), PATIENCE).toBe('free');
  ended.resolve();
  await plan.getByText('Your last plan ended on').waitFor();
  expect(await shownBalance(page)).toBe(balance);
  expect(trouble.errors).toEqual([]);
  await context.close();
});

test('a renewal that fails is told, then halts the plan, which can be ended; pages of plans have no barriers', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/plans');
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  const id = await subscribe(page);
  await page.getByRole('link', { name: 'Credits', exact: true }).first().click();
  const plan = page.getByRole('region', { name: 'Your plan' });
  await plan.getByText('Active').waitFor();
  await endCycle(context, id, 'fail');
  await plan.getByText('Payment failed').waitFor();
  await endCycle(context, id, 'fail');
  await plan.getByText('Halted').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await plan.getByRole('button', { name: 'End this plan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End this plan' }).click();
  await plan.getByText('Your last plan ended on').waitFor();
  await context.close();
});

test('a checkout that is left begins nothing, and a firm can ask for a plan of its own', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/plans');
  await page.getByText('By the year').click();
  await page.getByRole('button', { name: 'All sizes and what they give' }).click();
  await page.getByRole('dialog').getByText('24,000').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Subscribe for $660.00 a year' }).click();
  await page
    .locator('.sandbox-razorpay')
    .getByRole('button', { name: /decline/ })
    .click();
  await page.getByText('Your payment was declined by the bank.').waitFor();
  await page.getByRole('button', { name: 'Leave without paying' }).click();
  await page.getByText('Nothing was charged.').waitFor();
  expect(await roleOf(context)).toBe('free');

  await page.getByRole('button', { name: 'Contact us' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This is missing.').first().waitFor();
  await page.getByLabel('Company').fill('A firm');
  await page.getByLabel('What it is for').fill('A million lines to be read aloud.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('We have your request').waitFor();
  await context.close();
});
