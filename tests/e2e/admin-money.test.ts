import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, settle, watchTrouble } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newPerson, OURS, signInOperator } from './people.ts';

let browser: Browser;
let newOperator: Awaited<ReturnType<typeof signInOperator>>;
beforeAll(async () => {
  browser = await launchBrowser();
  newOperator = await signInOperator(browser);
});
afterAll(() => browser.close());

/** Buys credits as the page does, without walking through it. @param outcome what is chosen at the checkout */
const buy = async (person: BrowserContext, credits: number, outcome: 'pay' | 'pay_twice'): Promise<void> => {
  const data = { clientOrderId: crypto.randomUUID(), credits, processor: 'razorpay' };
  const order = await (await person.request.post('/api/orders', { data, headers: OURS })).json();
  const { key, order_id } = order.checkout.options;
  const paid = await person.request.post('/sandbox/razorpay/pay', { data: { key, order_id, outcome } });
  expect(paid.status()).toBe(200);
};

const openMoney = async (page: Page, part: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Money' }).getByRole('link', { name: part, exact: true }).click();
};

test('ADM-14: an operator sees a purchase come in as it happens, and again after a reload', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const page = await openPage(operator, '/studio/admin/feed');
  const trouble = watchTrouble(page);
  await page.getByRole('heading', { name: 'Admin' }).waitFor();
  await buy(person, 4_321, 'pay');
  const item = page.getByRole('listitem').filter({ hasText: 'Bought 4,321 credits' });
  await item.filter({ hasText: email }).waitFor();
  await page.reload();
  await item.filter({ hasText: '$118.83' }).waitFor();
  expect(trouble.errors).toEqual([]);
  await operator.close();
  await person.close();
});

test('ADM-10: what was paid twice wants a look, also when it is set aside and processed again, until it is given back', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  await buy(person, 600, 'pay_twice');
  const page = await openPage(operator, '/studio/admin/money/events?status=unmatched');
  const row = page.getByRole('row').filter({ hasText: 'was paid before' }).first();
  await row.getByRole('button', { name: /^Set aside/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Set this event aside' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('I shall call the bank');
  await dialog.getByRole('button', { name: 'Set aside' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('combobox', { name: 'State' }).selectOption('ignored');
  const aside = page.getByRole('row').filter({ hasText: 'I shall call the bank' });
  await aside.getByRole('button', { name: /^Process again/ }).click();
  await page.getByText('It still fits nothing').waitFor();
  await aside.waitFor({ state: 'detached' });
  await page.goto(`/studio/admin/money/payments?status=surplus&user=${email}`);
  await page.getByRole('button', { name: /^Give back/ }).click();
  const refund = page.getByRole('dialog', { name: 'Give a payment back' });
  await refund.getByRole('textbox', { name: 'Reason' }).fill('It was paid twice');
  await refund.getByRole('button', { name: 'Give back' }).click();
  await page.getByText('The refund is under way').waitFor();
  await page.getByText('No entry fits').waitFor();
  await page.goto('/studio/admin/money/events?status=done');
  await page.getByText('it was given back').first().waitFor();
  await page.goto('/studio/admin/audit');
  await page.getByRole('heading', { name: 'Took up again what a processor told' }).first().waitFor();
  await page.getByText('I shall call the bank').waitFor();
  await operator.close();
  await person.close();
});

test('PLAN-04: a firm’s request is counted before an operator’s eyes, and no more when he has answered it', async () => {
  const operator = await newOperator();
  const { context: person } = await newPerson(browser);
  const page = await openPage(operator, '/studio/admin/requests?status=open');
  const link = page.getByRole('link', { name: /^Requests/ });
  await link.waitFor();
  const company = `Firm ${crypto.randomUUID().slice(0, 8)}`;
  const data = { company, creditsPerMonth: 1_000_000, message: 'We need much.' };
  expect((await person.request.post('/api/enterprise-requests', { data, headers: OURS })).status()).toBe(201);
  const row = page.getByRole('row').filter({ hasText: company });
  await row.waitFor();
  const count = async () => Number((await link.locator('[aria-hidden]').allTextContents())[0] ?? 0);
  const before = await count();
  expect(before).toBeGreaterThanOrEqual(1);
  await row.getByRole('button', { name: `Mark as answered: ${company}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Mark as answered' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They get an offer');
  await dialog.getByRole('button', { name: 'Mark as answered' }).click();
  await row.waitFor({ state: 'detached' });
  await expect.poll(count).toBe(before - 1);
  await page.getByRole('combobox', { name: 'State' }).selectOption('answered');
  await row.filter({ hasText: 'They get an offer' }).waitFor();
  await operator.close();
  await person.close();
});

test('orders are found by who ordered, and saved as a file', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  await buy(person, 800, 'pay');
  const page = await openPage(operator, '/studio/admin/money');
  await page.getByText('Received', { exact: true }).first().waitFor();
  await openMoney(page, 'Orders');
  await page.getByRole('searchbox', { name: 'Person' }).fill(email);
  const table = page.getByRole('table', { name: 'Orders' });
  await expect.poll(() => table.getByRole('row').count()).toBe(2);
  await table.getByText('$22.00').waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'Save as CSV' }).getAttribute('href')).toContain('user=');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as CSV' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(email);
  await operator.close();
  await person.close();
});

test.each([390, 1440])('the money screens have no barriers and fit %i px', async (width) => {
  const operator = await newOperator({ width });
  const page = await openPage(operator, '/studio/admin/money');
  for (const part of ['money', 'money/expenses', 'money/payments', 'money/events', 'money/subscriptions', 'requests']) {
    await page.goto(`/studio/admin/${part}`);
    await settle(page);
    expect(await findBarriers(page), part).toEqual([]);
    expect(await findOverflows(page), part).toEqual([]);
  }
  await operator.close();
});
