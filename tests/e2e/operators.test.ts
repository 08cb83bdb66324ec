import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newVisitor, openPage, PATIENCE, settle, watchTrouble } from './app.ts';
import { expectOpenToAll, findBarriers, THEMES, type Theme } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newPerson, OURS, readCode, signInOperator } from './people.ts';

let browser: Browser;
let newOperator: Awaited<ReturnType<typeof signInOperator>>;
beforeAll(async () => {
  browser = await launchBrowser();
  newOperator = await signInOperator(browser);
});
afterAll(() => browser.close());

const idOf = async (context: BrowserContext): Promise<string> =>
  (await (await context.request.get('/api/users/me')).json()).id;

/** Finds somebody as an operator does, and opens the page about them. */
const openUser = async (operator: BrowserContext, email: string): Promise<Page> => {
  const page = await openPage(operator, '/studio/admin');
  await page.getByRole('searchbox', { name: 'Search users' }).fill(email);
  const row = page.getByRole('table', { name: 'Users' }).getByRole('row').filter({ hasText: email });
  await row.getByRole('link').click();
  await page.getByText(email, { exact: true }).waitFor();
  return page;
};

const suspend = async (page: Page, reason: string): Promise<void> => {
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Suspend / });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await dialog.getByRole('button', { name: 'Suspend', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
};

test('ADM-05: a gift moves the balance in the open page of who gets it, and stands in the statement with its reason', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const studio = await openPage(person, '/studio/credits');
  const page = await openUser(operator, email);
  await page.getByRole('button', { name: 'Credits', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Credits of / });
  await dialog.getByRole('textbox', { name: 'Credits' }).fill('250');
  await dialog.getByText('The balance is then 5,250.').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Thank you for the report');
  await dialog.getByRole('button', { name: 'Give credits' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await studio.getByText('Thank you for the report').waitFor();
  await studio.getByText('+250').waitFor();
  expect(await findBarriers(studio)).toEqual([]);
  await operator.close();
  await person.close();
});

test('AUTH-09: an operator suspends somebody, whose open page says so, and the audit log has it', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const studio = await openPage(person, '/studio/speech');
  const page = await openUser(operator, email);
  await suspend(page, 'Tried in a browser');
  const suspended = studio.getByRole('heading', { name: 'This account is suspended' });
  await suspended.waitFor();
  await studio.getByRole('link', { name: /@/ }).waitFor();
  await page.getByText('Suspended', { exact: true }).first().waitFor();

  await studio.reload();
  await suspended.waitFor();
  await studio.getByRole('button', { name: 'Sign in again' }).click();
  await studio.waitForURL('**/sign-in');
  await studio.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await studio.getByRole('button', { name: 'Send code' }).click();
  const field = studio.getByRole('textbox', { name: 'Six-digit code' });
  await field.waitFor();
  await field.fill(await readCode(person, email));
  await suspended.waitFor();

  await page.getByRole('tab', { name: 'Audit log' }).click();
  const entries = page.getByRole('list', { name: 'Latest entries of the audit log' }).getByRole('listitem');
  await expect.poll(() => entries.count(), PATIENCE).toBe(1);
  expect(await entries.first().textContent()).toMatch(/Suspended an account.*Tried in a browser.*open.*suspended/s);
  await person.close();
  await operator.close();
});

test('who was let in again signs in as before', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const page = await openUser(operator, email);
  await suspend(page, 'A mistake');
  await page.getByRole('button', { name: 'Let in again' }).click();
  const dialog = page.getByRole('dialog', { name: /^Let / });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It was a mistake');
  await dialog.getByRole('button', { name: 'Let in', exact: true }).click();
  await page.getByRole('button', { name: 'Suspend', exact: true }).waitFor();
  expect((await person.request.get('/api/users/me')).status()).toBe(401);
  const again = await newPerson(browser, { email });
  expect((await again.context.request.get('/api/users/me')).status()).toBe(200);
  for (const context of [person, again.context, operator]) await context.close();
});

test('a role is given in a dialog that says what it means, and the new operator finds the way', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const page = await openUser(operator, email);
  await page.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog', { name: /^Change the role/ });
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption('admin');
  await dialog.getByText('Sees everybody here').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Joins us');
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await page.getByText('Administrator', { exact: true }).first().waitFor();
  const studio = await openPage(person, '/studio/speech');
  await studio.getByRole('link', { name: 'Admin', exact: true }).click();
  await studio.getByRole('table', { name: 'Users' }).waitFor();
  // An administrator is not offered what only a superadmin may do.
  await studio.goto(`/studio/admin/users/${await idOf(operator)}`);
  await studio.getByText('Only a superadmin touches an administrator.').waitFor();
  expect(await studio.getByRole('button', { name: 'Suspend', exact: true }).isDisabled()).toBe(true);
  expect(await studio.getByRole('button', { name: 'Change role' }).count()).toBe(0);
  await person.close();
  await operator.close();
});

test('an open audit log shows what is done elsewhere, by itself', async () => {
  const operator = await newOperator();
  const { context: person } = await newPerson(browser);
  const page = await openPage(operator, '/studio/admin/audit');
  const reason = `Done elsewhere ${await idOf(person)}`;
  const path = `/api/admin/users/${await idOf(person)}/block`;
  expect((await operator.request.post(path, { data: { reason }, headers: OURS })).status()).toBe(200);
  await page.getByText(reason).waitFor();
  await person.close();
  await operator.close();
});

test('F68: what people write is inert in the operators’ screens', async () => {
  const operator = await newOperator();
  const { context: person, email } = await newPerson(browser);
  const name = '<img src=x onerror="document.title=1">';
  expect((await person.request.patch('/api/users/me', { data: { name }, headers: OURS })).status()).toBe(200);
  const page = await openUser(operator, email);
  const trouble = watchTrouble(page);
  await page.getByRole('heading', { name }).waitFor();
  await suspend(page, `"><script>document.title=2</script> ${name}`);
  await page.goto('/studio/admin/audit');
  await page.getByText('<script>document.title=2</script>').first().waitFor();
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.title()).toMatch(/Audit log/);
  expect(trouble.errors).toEqual([]);
  await person.close();
  await operator.close();
});

test('nobody else has the way, the page, or its script', async () => {
  const { context } = await newPerson(browser);
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/studio/speech');
  await settle(page);
  expect(await page.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0);
  expect(asked.filter((url) => /admin|users-page|audit/.test(url))).toEqual([]);
  await page.goto('/studio/admin/audit');
  await page.getByRole('heading', { name: 'This part is for administrators' }).waitFor();
  expect(asked.filter((url) => url.includes('/api/admin/'))).toEqual([]);
  await context.close();
});

test('a visitor who never signed in asks for no renewal', async () => {
  const context = await newVisitor(browser);
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ['/studio/speech', '/studio/admin/users']) {
    await page.goto(path);
    await page.getByRole('heading', { name: 'The studio is behind this door' }).waitFor();
  }
  expect(asked).toContain('/api/users/me');
  expect(asked).not.toContain('/api/session/refresh');
  await context.close();
});

test('by keyboard alone: find, open, ask, think better of it', async () => {
  const operator = await newOperator();
  const { email, context: person } = await newPerson(browser);
  const page = await openPage(operator, '/studio/admin/users');
  await page.getByRole('searchbox', { name: 'Search users' }).focus();
  await page.keyboard.type(email);
  const link = page.getByRole('table', { name: 'Users' }).getByRole('link');
  await expect.poll(() => link.count(), PATIENCE).toBe(1);
  await link.focus();
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: 'Suspend', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Suspend / });
  await dialog.waitFor();
  expect(await dialog.getByRole('textbox', { name: 'Reason' }).evaluate((it) => it === document.activeElement)).toBe(
    true,
  );
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
  await person.close();
  await operator.close();
});

test('ADM-07: a key is added, speaks the voices that are assigned to it, and is retired', async () => {
  const operator = await newOperator();
  const page = await openPage(operator, '/studio/admin/vendors');
  await page.getByRole('link', { name: 'Unicorn' }).click();
  const order = async (title: RegExp, fields: Record<string, string>, go: string) => {
    const dialog = page.getByRole('dialog', { name: title });
    for (const [name, value] of Object.entries(fields)) await dialog.getByRole('textbox', { name }).fill(value);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Tried in a browser');
    await dialog.getByRole('button', { name: go, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  };
  await page.getByRole('button', { name: 'Add a key' }).click();
  await order(/^Add a key/, { Label: 'Of the browser', 'API key': 'uni_of_the_browser_Ab12' }, 'Test and keep');
  const key = page.getByRole('list', { name: 'Keys' }).getByRole('listitem').filter({ hasText: 'Of the browser' });
  await key.getByText('…Ab12').waitFor();

  await page.getByRole('tab', { name: 'Voice templates' }).click();
  await page.getByRole('button', { name: 'Assign voices' }).click();
  await order(/^Assign voices/, { Name: 'Narrators', Voices: 'unicorn:bruno unicorn:clara' }, 'Assign');
  const template = page.getByRole('list', { name: 'Voice templates' }).getByRole('listitem');
  expect(await template.textContent()).toMatch(/Narrators.*2 voices.*Of the browser/s);
  await template.getByRole('button', { name: 'Remove: Narrators' }).click();
  await page.getByRole('heading', { name: 'No template' }).waitFor();

  await page.getByRole('tab', { name: 'Keys' }).click();
  await key.getByRole('button', { name: 'Test: Of the browser' }).click();
  await page.getByText('The vendor takes this key').waitFor();
  await key.getByRole('button', { name: 'Retire: Of the browser' }).click();
  await order(/^Retire/, {}, 'Retire');
  await key.getByText('retired', { exact: true }).waitFor();
  expect(await page.content()).not.toContain('uni_of_the_browser');
  await operator.close();
});

test('a model’s jobs are given to a worker, and back to its vendor', async () => {
  const operator = await newOperator();
  const page = await openPage(operator, '/studio/admin/models');
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Kling AI Avatar Pro' }) });
  const set = async (address: string, go: string) => {
    await card.getByRole('button', { name: 'Worker of Kling AI Avatar Pro' }).click();
    const dialog = page.getByRole('dialog', { name: 'Who makes Kling AI Avatar Pro' });
    await dialog.getByRole('textbox', { name: 'Worker’s address' }).fill(address);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('A test of workers');
    await dialog.getByRole('button', { name: go }).click();
  };
  await set('https://receiver.ozvena.example/worker', 'Set worker');
  await card.getByText('No jobs in its hands now.').waitFor();
  await set('', 'Give back to the vendor');
  await card.getByText('No jobs in its hands now.').waitFor({ state: 'detached' });
  await operator.close();
});

const PAGES = [
  '/studio/admin/users',
  '/studio/admin/vendors',
  '/studio/admin/vendors/unicorn',
  '/studio/admin/models',
  '/studio/admin/voices',
  '/studio/admin/deletions',
  '/studio/admin/audit',
  'one user',
];

let windows: Record<Theme, BrowserContext>;
beforeAll(async () => {
  windows = { light: await newOperator({ theme: 'light' }), dark: await newOperator({ theme: 'dark' }) };
});

describe.for(PAGES)('%s', (which) => {
  const pathOf = async (operator: BrowserContext) =>
    which === 'one user' ? `/studio/admin/users/${await idOf(operator)}` : which;

  test.for(THEMES)(
    'in %s: no barrier, nothing the browser complains of, and at no width does anything stick out',
    async (theme) => {
      await expectOpenToAll(windows[theme], await pathOf(windows[theme]), theme);
    },
  );
});
