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

test('a person keeps a key of her own: a wrong one is refused, a good one is tested, replaced and removed', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/keys');
  await page.getByRole('button', { name: 'Add a key of OpenAI' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a key of OpenAI' });
  const field = adding.getByRole('textbox', { name: 'API key' });
  await field.fill('sk-of-nobody-at-all');
  await page.keyboard.press('Enter');
  await adding.getByText('The vendor does not take this key.').waitFor();
  await field.fill('sk-sandbox-of-the-browser-Ab12');
  await page.keyboard.press('Enter');
  const row = page.getByRole('listitem').filter({ hasText: 'OpenAI' });
  await row.getByText('works').waitFor();
  await row.getByText('Ab12').waitFor();
  expect(await page.content()).not.toContain('of-the-browser');

  await row.getByRole('button', { name: 'Test: OpenAI' }).click();
  await page.getByText('OpenAI takes your key').last().waitFor();

  await row.getByRole('button', { name: 'Replace: OpenAI' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'API key' }).fill('sk-sandbox-another-Cd34');
  await page.keyboard.press('Enter');
  await row.getByText('Cd34').waitFor();

  await row.getByRole('button', { name: 'Remove: OpenAI' }).click();
  await page
    .getByRole('dialog', { name: 'Remove your key of OpenAI?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByRole('button', { name: 'Add a key of OpenAI' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Add a key of OpenAI' }).waitFor();
  await context.close();
});

test('an Azure key comes with its region', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/keys');
  await page.getByRole('button', { name: 'Add a key of Azure Speech' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a key of Azure Speech' });
  await adding.getByRole('textbox', { name: 'API key' }).fill('abcdefgh0123456789abcdefgh012345');
  const keep = adding.getByRole('button', { name: 'Test and keep' });
  expect(await keep.isDisabled()).toBe(true);
  await adding.getByRole('textbox', { name: 'Region' }).fill('https://evil.example');
  await keep.click();
  await adding.getByText('This is not written as it should be.').waitFor();
  await adding.getByRole('textbox', { name: 'Region' }).fill('northeurope');
  await keep.click();
  await page.getByRole('listitem').filter({ hasText: 'Azure Speech' }).getByText('northeurope').waitFor();
  await context.close();
});
