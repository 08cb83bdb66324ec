import { expect, test } from 'vitest';
import { listMails, MAIL, mailTo, ownAddress, readPage, send, sendForId } from './mail-support.ts';
import { callSandbox } from './sandbox-support.ts';

const EVIL = `<img src=x onerror=alert(1)>"'></title><script>alert(2)</script>`;
const inbox = (to: string): string => `${MAIL}?${new URLSearchParams({ to })}`;
/** What a page may say of itself: no script, no style and no frame but our own. */
const policyOf = (answer: Response): Map<string, string> =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split('; ').map((part): [string, string] => {
      const [name = '', ...values] = part.split(' ');
      return [name, values.join(' ')];
    }),
  );

test('the list has the newest first, and only what was asked for', async () => {
  const to = ownAddress();
  const other = ownAddress();
  for (const subject of ['First', 'Second', 'Third']) await sendForId(mailTo(to, { subject }));
  await sendForId(mailTo(other, { subject: 'For another' }));
  const page = await readPage(inbox(to));
  const at = ['Third', 'Second', 'First'].map((subject) => page.indexOf(`>${subject}<`));
  expect(at.every((position) => position > 0)).toBe(true);
  expect([...at].sort((a, b) => a - b)).toEqual(at);
  expect(page).toContain('Your code is 123456.');
  expect(page).not.toContain('For another');
  expect(await readPage(MAIL)).toContain('For another');
});

test('an address is found in any case, and an empty one is everybody', async () => {
  const to = ownAddress();
  await sendForId(mailTo(to, { subject: `For ${to}` }));
  expect(await readPage(inbox(to.toUpperCase()))).toContain(`For ${to}`);
  expect(await readPage(`${MAIL}?to=`)).toContain(`For ${to}`);
});

test('the page looks again by itself until it is told not to', async () => {
  const to = ownAddress();
  expect((await callSandbox(inbox(to))).headers.get('refresh')).toBe('4');
  expect((await callSandbox(MAIL)).headers.get('refresh')).toBe('15');
  expect((await callSandbox(`${inbox(to)}&watch=off`)).headers.get('refresh')).toBeNull();
});

test('an empty mailbox says so', async () => {
  const to = ownAddress();
  const page = await readPage(inbox(to));
  expect(page).toContain('No mail has been sent to');
  expect(page).toContain(to);
});

test('no page runs or loads anything that is not ours', async () => {
  const id = await sendForId(mailTo(ownAddress(), { html: '<p>Hello</p>' }));
  for (const url of [MAIL, `${MAIL}/${id}`, `${MAIL}/nothing`]) {
    const answer = await callSandbox(url);
    const policy = policyOf(answer);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.has('script-src')).toBe(false);
    expect(policy.get('style-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await answer.text();
    expect(page).not.toMatch(/<script|\sstyle=|<style|\son\w+=/);
  }
});

test('what a mail says is text in the pages: subject, names, text, headers and the question itself', async () => {
  const to = ownAddress();
  const id = await sendForId(
    mailTo(to, {
      from: `"${EVIL.replace(/[<>]/g, '')}" <a@x.io>`,
      subject: EVIL,
      text: EVIL,
      headers: { 'X-Evil': EVIL },
    }),
  );
  const pages = [
    await readPage(inbox(to)),
    await readPage(`${MAIL}/${id}`),
    await readPage(`${MAIL}?${new URLSearchParams({ to: EVIL })}`),
    await readPage(`${MAIL}/${id}?${new URLSearchParams({ to: EVIL })}`),
    await readPage(`${MAIL}/${encodeURIComponent(EVIL)}`),
  ];
  for (const page of pages) expect(page).not.toMatch(/<img|<script|<\/title>.*<\/title>/s);
  expect(pages[1]).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
  expect(pages[2]).toContain('value="&lt;img src=x onerror=alert(1)&gt;&quot;');
});

test('the designed part is shown in a frame where no script runs, even when it is opened by itself', async () => {
  const html = `<!doctype html><p>Hello</p><script>alert(1)</script>`;
  const id = await sendForId(mailTo(ownAddress(), { html }));
  const page = await readPage(`${MAIL}/${id}`);
  const frame = /<iframe[^>]*>/.exec(page)?.[0] ?? '';
  expect(frame).toContain(`src="/sandbox/mail/${id}/html"`);
  expect(frame).toMatch(/sandbox="[^"]*"/);
  expect(frame).not.toMatch(/allow-scripts|allow-same-origin|allow-forms|allow-top-navigation/);
  expect(page).not.toContain('alert(1)');
  const part = await callSandbox(`${MAIL}/${id}/html`);
  const policy = policyOf(part);
  expect(policy.has('sandbox')).toBe(true);
  expect(policy.get('sandbox')).not.toMatch(/allow-scripts|allow-same-origin|allow-forms|allow-top-navigation/);
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.has('script-src')).toBe(false);
  expect([policy.get('form-action'), policy.get('base-uri')]).toEqual(["'none'", "'none'"]);
  expect(part.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await part.text()).toContain(html);
});

test('a mail without one of its parts', async () => {
  const plain = await sendForId(mailTo(ownAddress()));
  expect(await readPage(`${MAIL}/${plain}`)).not.toContain('<iframe');
  expect((await callSandbox(`${MAIL}/${plain}/html`)).status).toBe(404);
  const designed = await sendForId(mailTo(ownAddress(), { text: undefined, html: '<p>Hi</p>' }));
  expect(await readPage(`${MAIL}/${designed}`)).toContain('no plain text');
});

test('a mail that is not there', async () => {
  for (const id of ['nothing', crypto.randomUUID()]) {
    expect((await callSandbox(`${MAIL}/${id}`)).status).toBe(404);
    expect((await callSandbox(`${MAIL}/${id}/html`)).status).toBe(404);
  }
});

test('the list for tests is bounded, and says how many there are', async () => {
  const to = ownAddress();
  for (const subject of ['1', '2', '3']) await sendForId(mailTo(to, { subject }));
  const { mails, count } = await listMails(to, 2);
  expect([mails.map((mail) => mail.subject), count]).toEqual([['3', '2'], 3]);
  for (const limit of ['0', '51', 'many']) {
    expect((await callSandbox(`${MAIL}.json?limit=${limit}`)).status).toBe(422);
  }
});

test('clearing takes the mails of one address, or all', async () => {
  const [one, two] = [ownAddress(), ownAddress()];
  const id = await sendForId(mailTo(one));
  await sendForId(mailTo(two));
  expect((await callSandbox(`${MAIL}?${new URLSearchParams({ to: one })}`, { method: 'DELETE' })).status).toBe(204);
  expect([(await listMails(one)).count, (await listMails(two)).count]).toEqual([0, 1]);
  expect((await callSandbox(`${MAIL}/${id}`)).status).toBe(404);
  expect((await callSandbox(MAIL, { method: 'DELETE' })).status).toBe(204);
  expect((await listMails(two)).count).toBe(0);
});

test('the mailbox holds the last 200', async () => {
  const to = ownAddress();
  const sent: string[] = [];
  for (let number = 0; number < 203; number += 1) sent.push(await sendForId(mailTo(to, { subject: `No. ${number}` })));
  const { mails, count } = await listMails(to, 50);
  expect([count, mails[0]?.subject]).toEqual([200, 'No. 202']);
  expect((await callSandbox(`${MAIL}/${sent[2]}`)).status).toBe(404);
  expect((await callSandbox(`${MAIL}/${sent[3]}`)).status).toBe(200);
});

test('a full answer of the largest mails fits', async () => {
  const to = ownAddress();
  const text = 'a'.repeat(255 * 1024);
  for (let number = 0; number < 50; number += 1) expect((await send(mailTo(to, { text }))).status).toBe(200);
  expect((await listMails(to, 50)).mails).toHaveLength(50);
});

test('the stylesheet is a file of ours', async () => {
  const answer = await callSandbox('https://app.example/sandbox/style.css');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  expect(await answer.text()).toContain('prefers-color-scheme: dark');
});
