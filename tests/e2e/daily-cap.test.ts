import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './app.ts';
import { findBarriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Costs 3 credits. */
const SCRIPT = 'Ozvena speaks. '.repeat(40);

test('a person sets a daily limit, is told kindly what is above it, and finds the way back to lift it', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/tokens');
  const section = page.getByRole('region', { name: 'Daily limit' });
  await section.getByRole('textbox', { name: 'At most a day, in credits' }).fill('1');
  await page.keyboard.press('Enter');
  await page.getByText('1 credit a day at most').waitFor();

  await page.goto('/studio/speech');
  await page.getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  await page.getByText('3 credits', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const asking = page.getByRole('dialog', { name: 'Generate this speech?' });
  await asking.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'This is above your daily limit' });
  await dialog.getByText('This costs 3 credits, and 0 of 1 are spent today.').waitFor();
  expect(await findBarriers(page)).toEqual([]);

  await dialog.getByRole('link', { name: 'Change the limit' }).click();
  await page.waitForURL('**/studio/account/tokens');
  await section.getByRole('textbox', { name: 'At most a day, in credits' }).fill('');
  await section.getByRole('button', { name: 'Save' }).click();
  await page.getByText('There is no limit any more').waitFor();
  expect(await section.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await context.close();
});
