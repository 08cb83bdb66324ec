import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openPage, PATIENCE, settle, watchTrouble } from './app.ts';
import { findBarriers, overflowOf } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { enter, newEmail, newPerson, OURS, readCode } from './people.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const meOf = async (page: Page) => (await page.request.get('/api/users/me')).json();
const subjectsTo = async (page: Page, email: string): Promise<string[]> => {
  const reply = await page.request.get(`/sandbox/mail.json?to=${encodeURIComponent(email)}`);
  const { mails } = (await reply.json()) as { mails: { subject: string }[] };
  return mails.map(({ subject }) => subject);
};

test('another address: a code goes there, the account takes it, and the old one is told', async () => {
  const { context, email } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/profile');
  const trouble = watchTrouble(page);
  await page.getByRole('button', { name: 'Change address' }).click();
  const ask = page.getByRole('dialog', { name: 'Another address' });
  const field = ask.getByRole('textbox', { name: 'New address' });
  await field.fill('nonsense');
  await ask.getByRole('button', { name: 'Send code' }).click();
  await ask.getByText('Write the whole address').waitFor();
  const next = newEmail();
  await field.fill(next);
  await field.press('Enter');
  const prove = page.getByRole('dialog', { name: 'Look in your mail' });
  await prove.waitFor();
  const code = await readCode(context, next, /^\d{3} \d{3} confirms your new address$/);
  await prove.getByRole('textbox', { name: 'Six-digit code' }).fill(code);
  await prove.waitFor({ state: 'hidden' });
  await page.getByText(next, { exact: true }).first().waitFor();
  await expect.poll(() => subjectsTo(page, email), PATIENCE).toContain('Your Ozvena address was changed');
  await page.getByRole('button', { name: /^Notifications, 1 new/ }).click();
  await page.getByRole('menuitem', { name: /^Your e-mail address was changed/ }).waitFor();
  expect(trouble.errors).toEqual([]);
  await context.close();
});

test('the export is one ZIP that another program opens: every row, and every file with its own bytes', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/speech');
  await page.getByRole('textbox', { name: 'Script' }).fill('Mine, to take along.');
  await page.getByText('1 credit', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate this speech?' });
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('button', { name: 'Play result' }).waitFor();
  await page.goto('/studio/account/data');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download everything' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^ozvena-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzipSync(readFileSync(await download.path()));
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files[name]));
  expect(json('profile.json')).toMatchObject({ id: (await meOf(page)).id });
  expect(json('jobs.json')).toMatchObject([{ params: { text: 'Mine, to take along.' } }]);
  const { media } = json('manifest.json') as { media: { name: string; sha256: string }[] };
  expect(media.length).toBeGreaterThan(0);
  for (const { name, sha256 } of media) {
    expect(
      createHash('sha256')
        .update(files[name] ?? '')
        .digest('hex'),
      name,
    ).toBe(sha256);
  }
  await context.close();
});

test('an account is to be deleted only after its address is typed; every page says so, and one press keeps it', async () => {
  const { context, email } = await newPerson(browser, { width: 390 });
  const page = await openPage(context, '/studio/account/data');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  const go = dialog.getByRole('button', { name: 'Delete my account' });
  expect(await go.isDisabled()).toBe(true);
  const proof = dialog.getByRole('textbox', { name: `To go on, type ${email}` });
  await proof.fill('somebody@else.example');
  expect(await go.isDisabled()).toBe(true);
  await proof.fill(email.toUpperCase());
  await go.click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await meOf(page)).deletion).not.toBeNull();
  await expect.poll(() => subjectsTo(page, email), PATIENCE).toContain('Your Ozvena account will be deleted');
  const speech = await openPage(context, '/studio/speech');
  await speech.getByText(/^Your account will be deleted on/).waitFor();
  expect(await findBarriers(speech)).toEqual([]);
  expect(await overflowOf(speech)).toBe(0);
  await speech.getByRole('button', { name: 'Keep my account' }).click();
  await speech.getByText(/^Your account will be deleted on/).waitFor({ state: 'hidden' });
  expect((await meOf(page)).deletion).toBeNull();
  // The other tab hears of it by itself.
  await page.getByRole('button', { name: 'Delete my account' }).waitFor();
  await context.close();
});

test('the first run: name, purpose and a voice by ear, resumed where it was left, by keyboard, and never again', async () => {
  const context = await newVisitor(browser);
  const email = newEmail();
  await enter(context, email);
  const page = await openPage(context, '/studio/credits');
  const trouble = watchTrouble(page);
  await page.waitForURL('**/welcome?**');
  await page.getByRole('heading', { name: 'What are you called?' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
  await page.keyboard.press('Enter');
  const purpose = page.getByRole('heading', { name: 'What will you make?' });
  await purpose.waitFor();
  await expect.poll(() => purpose.evaluate((heading) => heading === document.activeElement), PATIENCE).toBe(true);

  await page.reload();
  await purpose.waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Podcasts and radio' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: 'Audiobooks and stories' }).isChecked()).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Choose your voice' }).waitFor();
  await page.getByRole('button', { name: 'Play sample of Bruno' }).click();
  await page.getByRole('button', { name: 'Pause sample of Bruno' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: /^Bruno/ }).click();
  await page.getByRole('button', { name: 'Begin with Bruno' }).click();
  await page.waitForURL('**/studio/credits');
  await settle(page);
  expect(await meOf(page)).toMatchObject({
    name: 'Ada Lovelace',
    purpose: 'audiobook',
    onboarding: 'done',
    preferences: { provider: 'unicorn', language: 'en' },
  });
  await page.goto('/studio/speech');
  await page.getByRole('button', { name: 'Voice: Bruno' }).waitFor();
  await page.goto('/welcome');
  await page.waitForURL('**/studio/speech');
  expect(trouble.errors).toEqual([]);
  await context.close();
});

test('the first run can be waved off at once, and is not shown in another browser either', async () => {
  const email = newEmail();
  const [here, there] = [await newVisitor(browser, { width: 390 }), await newVisitor(browser)];
  await enter(here, email);
  const page = await openPage(here, '/studio/speech');
  await page.getByRole('button', { name: 'Skip to the studio' }).click();
  await page.waitForURL('**/studio/speech');
  await enter(there, email);
  const other = await openPage(there, '/studio/history');
  await other.getByRole('heading', { name: 'History' }).waitFor();
  await Promise.all([here.close(), there.close()]);
});

test('notifications: each leads to its place, one or all are marked as seen, and a kind that is off stays away', async () => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/account/notifications');
  await page.getByText('Nothing has happened yet').waitFor();
  const speak = (text: string) =>
    context.request.post('/api/tts/jobs', { data: { clientJobId: text.replaceAll(/\W/g, '-'), text }, headers: OURS });
  for (const text of ['One.', 'Two.']) await speak(text);
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect.poll(() => list.getByRole('listitem').count(), PATIENCE).toBe(2);
  await list
    .getByRole('button', { name: /^Mark as seen/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Notifications, 1 new' }).waitFor();
  await page.getByRole('button', { name: 'Mark all as seen' }).click();
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();

  await page.getByRole('group', { name: 'Work that is done' }).getByRole('switch', { name: 'In the bell' }).click();
  await expect
    .poll(async () => (await meOf(page)).preferences, PATIENCE)
    .toMatchObject({ notifications: { job_completed: { bell: false } } });
  const { jobId } = await (await speak('Three.')).json();
  const status = async () => (await (await page.request.get(`/api/jobs/${jobId}/status`)).json()).status;
  await expect.poll(status, PATIENCE).toBe('completed');
  await page.reload();
  await settle(page);
  expect(await list.getByRole('listitem').count()).toBe(2);
  await list.getByRole('link').first().click();
  await page.waitForURL('**/studio/jobs/**');
  await context.close();
});

test('the sign-ins are listed, this one marked, and the page has no barrier on a phone', async () => {
  const { context: elsewhere, email } = await newPerson(browser);
  const { context } = await newPerson(browser, { width: 390, email });
  const page = await openPage(context, '/studio/account/security');
  const list = page.getByRole('list', { name: 'Sign-ins' });
  expect(await list.getByRole('listitem').count()).toBe(2);
  await list.getByText('this session').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await Promise.all([context.close(), elsewhere.close()]);
});
