import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './app.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('a person adds a webhook, keeps its secret, tests it, reads what was sent, replays it and rotates the secret', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/webhooks');
  await page.getByText('No webhooks').waitFor();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const adding = page.getByRole('dialog', { name: 'New webhook' });
  const address = adding.getByRole('textbox', { name: 'Address' });
  await address.fill('https://localhost/');
  await page.keyboard.press('Enter');
  await adding.getByText('This address cannot be called.').waitFor();
  const path = `/${crypto.randomUUID()}`;
  await address.fill(`https://receiver.ozvena.example${path}`);
  await adding.getByRole('textbox', { name: 'What it is for' }).fill('My shop');
  await page.keyboard.press('Enter');

  const copying = page.getByRole('dialog', { name: 'Copy it now' });
  const secret = (await copying.locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^whsec_/);
  await copying.getByRole('button', { name: 'I have kept it' }).click();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('button', { name: 'Test: My shop' }).click();
  await page.getByText('It took the test').last().waitFor();
  const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').first();
  await delivery.getByText('delivered').waitFor();
  await delivery.locator('summary').click();
  await delivery.getByRole('heading', { name: 'Attempt 1' }).waitFor();
  await delivery.getByText('webhook-signature: v1,').waitFor();
  await delivery.getByText('Thank you.').waitFor();
  await delivery.getByRole('button', { name: 'Replay' }).click();
  await delivery.getByRole('heading', { name: 'Attempt 2' }).waitFor();
  const received = await context.newPage();
  await received.goto(`/sandbox/receiver?path=${path}`);
  await received.getByText('2 calls').waitFor();
  await received.close();

  await page.getByRole('button', { name: 'More about My shop' }).click();
  await page.getByRole('menuitem', { name: 'New signing secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
  expect(await copying.locator('code').textContent()).not.toBe(secret);
  await copying.getByRole('button', { name: 'I have kept it' }).click();
  await context.close();
});
