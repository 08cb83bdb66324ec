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

test('a person chats: the answer grows, is stopped, given anew and changed; the chat is left, found again, and taken along', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/chat');
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  const answers = page.getByRole('article').filter({ hasText: 'GPT-4o mini' });
  await page.getByText('5 of 5 free today').waitFor();
  await page.getByRole('button', { name: 'Explain some code' }).click();
  expect(await field.inputValue()).toContain('TypeScript');

  await field.press('Enter');
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.waitForURL(/\/studio\/chat\/.+/);
  const place = page.url();
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  await answers.getByText('Demo', { exact: true }).waitFor();
  await answers.getByRole('region', { name: 'Code' }).waitFor();
  await page.getByText('4 of 5 free today').waitFor();

  await field.fill('Write me a long story about echoes');
  await field.press('Enter');
  await answers.nth(1).locator('p').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('You stopped it here.').waitFor();

  await answers.nth(1).getByRole('button', { name: 'Answer again' }).click();
  await page.getByText('You stopped it here.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await answers.count()).toBe(2);

  await page.getByRole('button', { name: 'Change the message' }).first().click();
  const edited = page.getByRole('textbox', { name: 'Your message' });
  await edited.fill('What is 12 + 30?');
  await edited.press('Control+Enter');
  await answers.first().getByText('42').waitFor();
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect(await answers.count()).toBe(1);
  await page.getByText('1 of 5 free today').waitFor();

  await page.getByRole('link', { name: 'New chat' }).click();
  await page.getByText('What shall it be about?').waitFor();
  await page.getByRole('complementary', { name: 'Chats' }).getByRole('link').first().click();
  await page.waitForURL(place);
  await answers.first().getByText('42').waitFor();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download for Word' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.docx$/);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('What shall it be about?').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('complementary', { name: 'Chats' }).getByRole('link').first().waitFor();
  await context.close();
});

test('F68: what is said and answered in a chat is never more than words', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/chat');
  const said = `<img src=x onerror="window.hit=1"><script>window.hit=1</script> [x](javascript:window.hit=1)`;
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(page.url()).origin)) outside.push(request.url());
  });
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill(`Tell me about ${said} ![p](https://tracker.example/p.png)`);
  await field.press('Enter');
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor();
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  expect(await page.locator('main img, main script, main [onerror], main a[href^="javascript"]').count()).toBe(0);
  expect(outside).toEqual([]);
  await context.close();
});

test('whoever leaves while it is answered finds the answer whole', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/chat');
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill('Write me a long story about echoes');
  await field.press('Enter');
  await page.waitForURL(/\/studio\/chat\/.+/);
  const place = page.url();
  await page.goto('/studio/credits');
  await page.goto(place);
  await page.getByRole('button', { name: 'Copy the answer' }).waitFor({ timeout: 30_000 });
  expect(await page.getByText('broke off').count()).toBe(0);
  await context.close();
});
