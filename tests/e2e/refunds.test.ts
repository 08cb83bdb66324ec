import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Order } from '../../worker/contract/orders.ts';
import { openPage, origin, PATIENCE, shownBalance, watchTrouble } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { asOperator } from './lift-limits.ts';
import { newPerson, OURS, signInOperator } from './people.ts';

let browser: Browser;
let newOperator: Awaited<ReturnType<typeof signInOperator>>;
const order = asOperator(origin(), inject('operatorToken'));
beforeAll(async () => {
  browser = await launchBrowser();
  newOperator = await signInOperator(browser);
});
afterAll(() => browser.close());

/** Buys credits as the page does, without walking through it. */
const buy = async (person: BrowserContext, credits: number): Promise<void> => {
  const data = { clientOrderId: crypto.randomUUID(), credits, processor: 'razorpay' };
  const { id, checkout } = (await (await person.request.post('/api/orders', { data, headers: OURS })).json()) as Order;
  if (checkout?.kind !== 'script') throw new Error('the order cannot be paid');
  const { key, order_id } = checkout.options;
  await person.request.post('/sandbox/razorpay/pay', { data: { key, order_id, outcome: 'pay' } });
  const paymentOf = async () => ((await (await person.request.get(`/api/orders/${id}`)).json()) as Order).paymentId;
  await expect.poll(paymentOf, PATIENCE).not.toBeNull();
};

/** An operator gives the one payment of somebody back, as he does it at his desk. */
const giveBack = async (userId: string): Promise<void> => {
  const operator = await newOperator();
  const desk = await openPage(operator, `/studio/admin/money/payments?user=${userId}`);
  await desk.getByRole('button', { name: /^Give back/ }).click();
  const dialog = desk.getByRole('dialog', { name: 'Give a payment back' });
  await dialog.getByText('1,000 credits go with it.').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They asked for it');
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await operator.close();
};

test('an operator gives a payment back: both tabs see it, what is owed stops new work until a gift clears it, and the receipt says all', async () => {
  const { context: person } = await newPerson(browser);
  const { id: userId } = await (await person.request.get('/api/users/me')).json();
  await buy(person, 1_000);
  const spent = { clientGiftId: crypto.randomUUID(), credits: -5_700, reason: 'As if it were spent' };
  await order('POST', `/api/admin/users/${userId}/adjustment`, spent);
  const other = await openPage(person, '/studio/history');
  const page = await openPage(person, '/studio/credits');
  const trouble = watchTrouble(page);
  for (const tab of [page, other]) await expect.poll(() => shownBalance(tab), PATIENCE).toBe(300);

  await giveBack(userId);
  for (const tab of [page, other]) {
    await tab.getByText('700 credits are owed.').waitFor();
    await expect.poll(() => shownBalance(tab), PATIENCE).toBe(0);
  }
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  const job = { clientJobId: crypto.randomUUID(), text: 'Hello.' };
  const refused = await person.request.post('/api/tts/jobs', { data: job, headers: OURS });
  expect([refused.status(), (await refused.json()).code]).toEqual([402, 'credits_owed']);

  const gift = { clientGiftId: crypto.randomUUID(), credits: 1_000, reason: 'Sorry for the trouble' };
  await order('POST', `/api/admin/users/${userId}/gift`, gift);
  for (const tab of [page, other]) {
    await tab.getByText('700 credits are owed.').waitFor({ state: 'hidden' });
    await expect.poll(() => shownBalance(tab), PATIENCE).toBe(300);
  }

  const receipts = page.getByRole('region', { name: 'Receipts' });
  await receipts.getByText('given back').waitFor();
  await receipts.getByRole('link', { name: /^Receipt \d+/ }).click();
  await page.getByText(/^Credit note \d+-1, /).waitFor();
  await page.getByText('Demo, no money moved').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'PDF' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^ozvena-receipt-\d+\.pdf$/);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 9).toString('latin1')).toBe('%PDF-1.7\n');
  expect(trouble.errors).toEqual([]);
  await person.close();
});
