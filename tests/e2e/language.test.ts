import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, settle } from './app.ts';
import { overflowOf } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newEmail, newPerson, readCode } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const STUDIO_PAGES = [
  ...['speech', 'history', 'credits', 'learn', 'images', 'portraits', 'credits/buy'].map((page) => `/studio/${page}`),
  ...['profile', 'preferences', 'security', 'tokens', 'keys', 'webhooks', 'notifications', 'data'].map(
    (part) => `/studio/account/${part}`,
  ),
  ...['/welcome', '/nowhere'],
];

/** Names and code that are the same in every language; the last are an address and the name made of it. */
const NAMES =
  /\b(Ozvena|Google|OpenAPI|OpenAI|ElevenLabs|OpenRouter|GPT|Gemini|Kling|VEED|Azure Speech|fal|Razorpay|WayForPay|WhitePay|UPI|USD|Pro|INR|ZIP|CSV|PNG|JPEG|WebP|WAV|M4A|Ogg|MP4|Unicorn|Iris|Chrome|Linux|API|MP3|DOCX|UTC|JavaScript|curl|Ctrl|Enter|Esc|Mac|English|ozv|[\w.+-]+@[\w.-]+|[0-9a-f]{8})\b/g;

/** English that a person could see or hear on a page: text, names for screen readers, titles, placeholders. */
const englishOn = async (page: Page): Promise<string[]> => {
  const said = await page.evaluate(() => {
    const elements = [
      ...document.querySelectorAll('body *:not(script, style, noscript, code, pre, kbd, option, [translate=no])'),
    ];
    const attributes = ['aria-label', 'aria-valuetext', 'alt', 'placeholder', 'title'];
    return elements
      .filter((element) => element.closest('code, pre, [translate=no], [lang]:not(html)') === null)
      .flatMap((element) => [
        ...[...element.childNodes].flatMap((node) =>
          node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : [],
        ),
        ...attributes.map((name) => element.getAttribute(name) ?? ''),
        element instanceof HTMLTextAreaElement ? element.value : '',
      ]);
  });
  const title = (await page.title()).split(' — ')[0] ?? '';
  return [...said, title].filter((text) => /[a-z]{2}/i.test(text.replaceAll(NAMES, '')));
};

/** Opens a page in the language that was chosen before, and looks that it speaks nothing else. */
const expectUkrainian = async (page: Page, path?: string): Promise<void> => {
  if (path !== undefined) await page.goto(path);
  await settle(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('uk');
  expect({ path: new URL(page.url()).pathname, english: await englishOn(page) }).toEqual({
    path: new URL(page.url()).pathname,
    english: [],
  });
};

test('Ukrainian, once chosen, is spoken everywhere: after a reload, at the door and behind it', async () => {
  const context = await newVisitor(browser);
  const page = await openPage(context, '/');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByRole('combobox', { name: 'Interface language' }).selectOption('uk');
  await page.getByRole('link', { name: 'Увійти' }).waitFor();
  await expectUkrainian(page);
  await page.reload();
  await expectUkrainian(page);

  await page.getByRole('link', { name: 'Увійти' }).click();
  await page.waitForURL('**/sign-in');
  await expectUkrainian(page);
  const email = newEmail();
  await page.getByRole('textbox', { name: 'Ел. пошта' }).fill(email);
  await page.getByRole('button', { name: 'Надіслати код' }).click();
  const field = page.getByRole('textbox', { name: 'Код із шести цифр' });
  await field.waitFor();
  const code = await readCode(context, email);
  await field.fill(code === '000000' ? '000001' : '000000');
  await page.getByText(/^Код неправильний/).waitFor();
  await expectUkrainian(page);
  await field.fill(code);
  await page.getByRole('button', { name: 'Відкрити студію' }).click();
  await page.waitForURL(/studio/);
  await expectUkrainian(page);
  await context.close();
});

// A phone, since words that are too long show there first; one load of each page is enough for both.
test('a browser that speaks Ukrainian is answered in it, on every page, and nothing sticks out to the side', async () => {
  const { context } = await newPerson(browser, { locale: 'uk-UA', width: 390 });
  const page = await context.newPage();
  const sticking: string[] = [];
  for (const path of ['/', ...STUDIO_PAGES]) {
    await expectUkrainian(page, path);
    if ((await overflowOf(page)) > 0) sticking.push(path);
  }
  expect(sticking).toEqual([]);
  await context.close();
});

test('a page speaks the first of the browser’s languages that it knows, and names nothing it cannot say', async () => {
  const context = await newVisitor(browser, { locale: 'hi-IN' });
  const page = await openPage(context, '/');
  expect(await page.locator('html').getAttribute('lang')).toBe('hi');
  await page.getByRole('link', { name: 'साइन इन' }).waitFor();
  expect(await englishOn(page)).toEqual([]);
  await context.close();
});

test('in Hindi, too, nothing sticks out to the side of a phone', async () => {
  const { context } = await newPerson(browser, { locale: 'hi-IN', width: 390 });
  const page = await context.newPage();
  const sticking: string[] = [];
  for (const path of ['/', '/sign-in', ...STUDIO_PAGES]) {
    await page.goto(path);
    await settle(page);
    if ((await overflowOf(page)) > 0) sticking.push(path);
  }
  expect(sticking).toEqual([]);
  await context.close();
});
