import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, PATIENCE, watchTrouble } from './app.ts';
import { launchBrowser } from './browser.ts';
import { newPerson, readCode } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const STEP_MS = 30_000;

/** An authenticator app that never shows the same code twice: it is one step ahead, as the server allows, or waits. */
const newPhone = (secret: string) => {
  let used = 0;
  return async (): Promise<string> => {
    const ahead = () => Math.floor(Date.now() / STEP_MS) + 1;
    await expect.poll(ahead, { timeout: 2 * STEP_MS, interval: 500 }).toBeGreaterThan(used);
    used = ahead();
    return new TOTP({ secret }).generate({ timestamp: used * STEP_MS });
  };
};

/** Turns the second factor on, as a person does with a phone in the other hand. */
const turnOn = async (page: Page) => {
  await page.getByRole('button', { name: 'Turn on' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn the second factor on' });
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const code = newPhone(secret);
  await dialog.getByRole('textbox', { name: 'Code of your app' }).fill(await code());
  const codes = page.getByRole('dialog', { name: 'Keep these codes' });
  await codes.waitFor();
  const recoveryCodes = await codes
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  expect(new Set(recoveryCodes).size).toBe(10);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    codes.getByRole('link', { name: 'Save as a file' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('ozvena-recovery-codes.txt');
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 codes are left.').waitFor();
  return { secret, code, recoveryCodes };
};

/** The first factor, in a browser that knows nobody yet. */
const proveMail = async (context: BrowserContext, email: string, next: string): Promise<Page> => {
  const page = await openPage(context, `/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  const field = page.getByRole('textbox', { name: 'Six-digit code' });
  await field.waitFor();
  await field.fill(await readCode(context, email));
  await page.getByRole('heading', { name: 'One more code' }).waitFor();
  return page;
};

const SECURITY = '/studio/account/security';

test('a person turns the second factor on, signs in with it and with a recovery code, and turns it off', async () => {
  const { context, email } = await newPerson(browser);
  const page = await openPage(context, SECURITY);
  const trouble = watchTrouble(page);
  const { secret, code, recoveryCodes } = await turnOn(page);
  expect(trouble.errors).toEqual([]);
  expect(await page.content()).not.toContain(secret);
  await context.close();

  // By the app. The page may be loaded again in between; a wrong code says so and keeps the place.
  const first = await newVisitor(browser);
  const door = await proveMail(first, email, SECURITY);
  await door.reload();
  const field = door.getByRole('textbox', { name: 'Code of your app' });
  await field.fill('000000');
  await door.getByText('This code is wrong, or was used before.').waitFor();
  await field.fill(await code());
  await door.waitForURL(`**${SECURITY}`);
  await door.getByText('10 codes are left.').waitFor();
  await first.close();

  // By a recovery code, when the phone is lost; then it is turned off with another.
  const second = await newVisitor(browser);
  const other = await proveMail(second, email, SECURITY);
  await other.getByRole('button', { name: 'Use a recovery code' }).click();
  await other.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[0] ?? '');
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.waitForURL(`**${SECURITY}`);
  await other.getByText('9 codes are left.').waitFor();
  await other.getByRole('button', { name: 'Turn off' }).click();
  const dialog = other.getByRole('dialog', { name: 'Turn the second factor off?' });
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[0] ?? '');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByText('This code is wrong, or was used before.').waitFor();
  await dialog.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[1] ?? '');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await other.getByText('The second factor is off').waitFor();
  await other.getByRole('button', { name: 'Turn on' }).waitFor();
  await second.close();
});

test('a new token asks for a code; who gives none gets none, and the keyboard is enough', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, SECURITY);
  const { recoveryCodes } = await turnOn(page);
  await page.goto('/studio/account/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  const making = page.getByRole('dialog', { name: 'New token' });
  await making.getByRole('textbox', { name: 'Name' }).fill('Nightly podcast');
  await page.keyboard.press('Enter');
  const asking = page.getByRole('dialog', { name: 'Is it you?' });
  await asking.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')), PATIENCE).toBe('code');
  await page.keyboard.press('Escape');
  await making.getByText('This needs the code of your authenticator app.').waitFor();
  await making.getByRole('button', { name: 'Make token' }).click();
  await asking.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.keyboard.type(recoveryCodes[5] ?? '');
  await page.keyboard.press('Enter');
  const made = page.getByRole('dialog', { name: 'Copy it now' });
  await made.waitFor();
  expect(await made.locator('code').textContent()).toMatch(/^ozv-[0-9A-Za-z]{43}$/);
  await context.close();
});

test('a sign-in that has run out begins again and says why', async () => {
  const context = await newVisitor(browser);
  const page = await openPage(context, '/sign-in?step=second-factor');
  await page.getByRole('textbox', { name: 'Code of your app' }).fill('123456');
  await page.getByText('This sign-in has run out. Please begin again.').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  expect(new URL(page.url()).searchParams.has('step')).toBe(false);
  await context.close();
});
