import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Order } from '../../worker/contract/orders.ts';
import { openPage, origin, PATIENCE, shownBalance, watchTrouble } from './app.ts';
import { findBarriers, findOverflows } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { asOperator } from './lift-limits.ts';
import { newPerson, OURS } from './people.ts';

let browser: Browser;
const order = asOperator(origin(), inject('operatorToken'));
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Buys credits as the page does, without walking through it. @returns our id of the payment */
const buy = async (person: BrowserContext, credits: number): Promise<string> => {
  const data = { clientOrderId: crypto.randomUUID(), credits, processor: 'razorpay' };
  const { id, checkout } = (await (await person.request.post('/api/orders', { data, headers: OURS })).json()) as Order;
  if (checkout?.kind !== 'script') throw new Error('the order cannot be paid');
  const { key, order_id } = checkout.options;
  await person.request.post('/sandbox/razorpay/pay', { data: { key, order_id, outcome: 'pay' } });
  let paymentId: string | null = null;
  await expect
    .poll(async () => {
      paymentId = ((await (await person.request.get(`/api/orders/${id}`)).json()) as Order).paymentId;
      return paymentId;
    }, PATIENCE)
    .not.toBeNull();
  return paymentId ?? '';
};

test('an operator gives a payment back: both tabs see it, what is owed stops new work until a gift clears it, and the receipt says all', async () => {
  const { context: person } = await newPerson(browser);
  const { id: userId } = await (await person.request.get('/api/users/me')).json();
  const paymentId = await buy(person, 1_000);
  const spent = { clientGiftId: crypto.randomUUID(), credits: -5_700, reason: 'As if it were spent' };
  await order('POST', `/api/admin/users/${userId}/adjustment`, spent);
  const other = await openPage(person, '/studio/history');
  const page = await openPage(person, '/studio/credits');
  const trouble = watchTrouble(page);
  for (const tab of [page, other]) await expect.poll(() => shownBalance(tab), PATIENCE).toBe(300);

  const refund = { clientRefundId: crypto.randomUUID(), reason: 'They asked for it' };
  await order('POST', `/api/admin/payments/${paymentId}/refunds`, refund);
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
