import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openPage, origin, PATIENCE, readBalance, settle, shownBalance, watchTrouble } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { asOperator } from './lift-limits.ts';
import { newPerson, OURS } from './people.ts';

const WELCOME_CREDITS = 5_000;

let browser: Browser;
const order = asOperator(origin(), inject('operatorToken'));
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Takes all credits of somebody away, as an operator can. */
const emptyBalance = async (context: BrowserContext): Promise<void> => {
  const { id } = await (await context.request.get('/api/users/me')).json();
  const taken = { clientGiftId: `empty-${id}`, credits: -WELCOME_CREDITS, reason: 'A test needs an empty balance' };
  await order('POST', `/api/admin/users/${id}/adjustment`, taken);
};

type Way = 'Razorpay' | 'WayForPay' | 'WhitePay';

/** Presses the page's own button that pays, for one of the ways, and waits for the checkout of it. */
const goToCheckout = async (page: Page, way: Way): Promise<void> => {
  await page.getByText(way, { exact: true }).click();
  await page.getByRole('button', { name: /^Pay \$/ }).click();
  await page.getByText('Demo checkout, no real money.').waitFor();
};

/** Does one thing at a checkout, and goes back where there is a way to press. */
const choose = async (page: Page, way: Way, choice: RegExp): Promise<void> => {
  const place = way === 'Razorpay' ? page.locator('.sandbox-razorpay') : page.getByRole('main');
  await place.getByRole('button', { name: choice }).click();
  if (way === 'WayForPay') await page.getByRole('button', { name: 'Back to Ozvena' }).click();
};

const PAYS: Record<Way, RegExp> = { Razorpay: /^Pay \$/, WayForPay: /^Pay \$/, WhitePay: /^Send \$/ };

const expectOrder = async (page: Page, title: RegExp | string): Promise<void> => {
  await page.waitForURL(/\/studio\/credits\/orders\//);
  await page.getByRole('heading', { name: title }).waitFor();
};

test('100 and 90,000 credits are bought with each processor, and two tabs see the balance move', async () => {
  const { context } = await newPerson(browser);
  const other = await openPage(context, '/studio/credits');
  // Opened last: a browser draws the tab behind once a second, and who presses there waits for it.
  const page = await openPage(context, '/studio/credits');
  const trouble = watchTrouble(page);
  let balance = await readBalance(other);
  expect(balance).toBe(WELCOME_CREDITS);
  for (const way of ['Razorpay', 'WayForPay', 'WhitePay'] as const) {
    for (const credits of [100, 90_000]) {
      const many = credits.toLocaleString('en');
      await page.getByRole('link', { name: 'Buy credits' }).first().click();
      await page.getByRole('button', { name: many, exact: true }).click();
      await goToCheckout(page, way);
      await page
        .getByText(credits === 100 ? '$2.75' : '$2,475.00')
        .first()
        .waitFor();
      await choose(page, way, PAYS[way]);
      await expectOrder(page, `${many} credits added`);
      balance += credits;
      await expect.poll(() => shownBalance(page), PATIENCE).toBe(balance);
      await expect.poll(() => shownBalance(other), PATIENCE).toBe(balance);
    }
  }
  const orders = other.getByRole('list', { name: 'Orders' });
  await expect.poll(() => orders.getByRole('listitem').filter({ hasText: 'Paid' }).count(), PATIENCE).toBe(5);
  await other.getByRole('button', { name: 'Older orders' }).click();
  await expect.poll(() => orders.getByRole('listitem').count(), PATIENCE).toBe(6);
  expect(trouble.errors).toEqual([]);
  await context.close();
});

test('a payment that was declined or left is told so, found again among the orders, and made after all; paid twice, it counts once', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/credits/buy?credits=200');
  // Something in the browser keeps the checkout out, as some extensions do.
  await page.route('**/checkout.js', (route) => route.abort());
  await page.getByRole('button', { name: /^Pay \$/ }).click();
  await page.getByText('The checkout could not be loaded.').waitFor();
  await page.unroute('**/checkout.js');
  await goToCheckout(page, 'Razorpay');
  await choose(page, 'Razorpay', /decline/);
  await page.getByText('Your payment was declined by the bank.').first().waitFor();
  await page.getByRole('button', { name: 'Leave without paying' }).click();
  await page.getByText('Nothing was charged. The checkout said:').waitFor();

  await page.getByRole('link', { name: 'Credits', exact: true }).first().click();
  // However often it was tried, it is one order.
  await page.getByRole('link', { name: /200 credits .*Declined/ }).click();
  await expectOrder(page, 'The payment was declined');
  await page.getByRole('button', { name: 'Try again' }).click();
  await choose(page, 'Razorpay', /Pay twice/);
  await expectOrder(page, '200 credits added');
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(WELCOME_CREDITS + 200);
  await page.getByRole('link', { name: 'Receipt', exact: true }).click();
  await page.waitForURL(/\/studio\/credits\/payments\//);
  await page.getByText('$5.50').first().waitFor();

  await page.goto('/studio/credits');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Paid twice, gave no credits' })
    .getByText('to be given back')
    .waitFor();
  await page.goto('/studio/credits/buy?credits=300');
  await goToCheckout(page, 'WayForPay');
  await page.getByRole('link', { name: 'Leave without paying' }).click();
  await expectOrder(page, 'Waiting for the payment');
  await page.getByRole('button', { name: 'Pay now' }).click();
  await choose(page, 'WayForPay', /decline/);
  await expectOrder(page, 'The payment was declined');
  await page.getByRole('button', { name: 'Try again' }).click();
  await choose(page, 'WayForPay', PAYS.WayForPay);
  await expectOrder(page, '300 credits added');
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(WELCOME_CREDITS + 500);
  await context.close();
});

test('less than was asked for is credited for what it is, and the rest can be bought', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/credits/buy?credits=1000');
  await goToCheckout(page, 'WhitePay');
  await choose(page, 'WhitePay', /Send half/);
  await page.getByText('Still due').waitFor();
  await page.getByRole('link', { name: 'Leave without paying' }).click();
  await expectOrder(page, '500 credits added, of 1,000 credits');
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(WELCOME_CREDITS + 500);
  await page.getByRole('link', { name: 'Buy the rest' }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Credits' }).inputValue(), PATIENCE).toBe('500');
  await context.close();
});

/** Orders a speech for which there are no credits; gives the dialog that says so. */
const orderTooMuch = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Script' }).fill('An echo that has to be paid for first.');
  await page.getByText('1 too few').waitFor();
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: '1 credit missing' });
  await dialog.getByRole('textbox', { name: 'Credits' }).waitFor();
  expect(await dialog.getByRole('textbox', { name: 'Credits' }).inputValue()).toBe('100');
  return dialog;
};

type Job = { params: { text: string } };
const jobsOf = async (context: BrowserContext): Promise<Job[]> =>
  (await (await context.request.get('/api/jobs')).json()).items;

test('a speech for which credits are missing is spoken after they were bought over its page, by keyboard alone', async () => {
  const { context } = await newPerson(browser);
  await emptyBalance(context);
  const page = await openPage(context, '/studio/speech');
  const dialog = await orderTooMuch(page);
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Demo checkout, no real money.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByText('You came back without paying. Nothing was charged.').waitFor();
  expect(await jobsOf(context)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Credits' }).focus();
  await page.keyboard.press('Enter');
  await page
    .locator('.sandbox-razorpay')
    .getByRole('button', { name: /^Pay \$/ })
    .press('Enter');
  await page.getByRole('link', { name: 'Download MP3' }).waitFor();
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(99);
  expect(await jobsOf(context)).toHaveLength(1);
  await context.close();
});

test('the same goes on where the payment has left the page, once, and says so on the page of the order', async () => {
  const { context } = await newPerson(browser);
  await emptyBalance(context);
  const page = await openPage(context, '/studio/speech');
  await orderTooMuch(page);
  await goToCheckout(page, 'WayForPay');
  await page.getByRole('link', { name: 'Leave without paying' }).click();
  await expectOrder(page, 'Waiting for the payment');
  await page.getByText('Your speech starts by itself once the payment is here.').waitFor();
  await page.getByRole('button', { name: 'Pay now' }).click();
  await choose(page, 'WayForPay', PAYS.WayForPay);
  await expectOrder(page, '100 credits added');
  await page.getByText('The credits are there, and what you wanted has begun.').waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.getByRole('link', { name: 'Download MP3' }).waitFor();
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(99);
  expect((await jobsOf(context)).map(({ params }) => params.text)).toEqual(['An echo that has to be paid for first.']);
  await context.close();
});

test('a message of a chat is answered after it was paid for on another page', async () => {
  const { context } = await newPerson(browser);
  await emptyBalance(context);
  for (let free = 0; free < 5; free += 1) {
    const data = { clientJobId: crypto.randomUUID(), module: 'text', params: { message: 'What is 1 + 1?' } };
    expect((await context.request.post('/api/jobs', { data, headers: OURS })).status()).toBe(202);
  }
  const page = await openPage(context, '/studio/chat');
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('What is 12 + 30?');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '1 credit missing' }).waitFor();
  await goToCheckout(page, 'WayForPay');
  await choose(page, 'WayForPay', PAYS.WayForPay);
  await expectOrder(page, '100 credits added');
  await page.getByText('The credits are there, and what you wanted has begun.').waitFor();
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.waitForURL(/\/studio\/chat\/.+/);
  await page.getByRole('article').getByText('42').waitFor();
  await expect.poll(() => shownBalance(page), PATIENCE).toBe(99);
  await page.goto('/studio/chat');
  expect(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe('');
  await context.close();
});

test('the calculator reckons both ways and says what cannot be bought; nobody is kept out of buying, and nothing sticks out', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/credits/buy');
  const credits = page.getByRole('textbox', { name: 'Credits' });
  const amount = page.getByRole('textbox', { name: 'Amount' });
  await amount.fill('10');
  expect(await credits.inputValue()).toBe('364');
  await credits.focus();
  expect(await amount.inputValue()).toBe('10.01');
  await credits.fill('90001');
  await page.getByText('A whole number from 100 to 90,000.').waitFor();
  await credits.fill('5000');
  expect(await amount.inputValue()).toBe('137.50');
  await page.getByRole('combobox', { name: 'Currency' }).selectOption('INR');
  await page.getByRole('button', { name: /^Pay ₹/ }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Currency' }).selectOption('USD');
  await goToCheckout(page, 'WhitePay');
  await page.getByRole('link', { name: 'Leave without paying' }).click();
  await expectOrder(page, 'Waiting for the payment');
  await settle(page);
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  await context.close();
});
