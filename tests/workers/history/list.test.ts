import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { HISTORY_EXCERPT_CHARS, HISTORY_MAX_ITEMS } from '../../../worker/contract/limits.ts';
import { ASSET_RETENTION_MS } from '../../../worker/services/assets/store-media.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { say } from '../../support/chat.ts';
import { testContext } from '../../support/context.ts';
import { historyOf, idsOf, makeItems } from '../../support/history.ts';
import { deliver, newJob, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';

beforeAll(() => liftLimits());

const context = () => testContext({ providers: scriptedProviders() });

/** Somebody who has made these texts, in this order. */
const having = async (texts: readonly string[]): Promise<{ user: TestUser; jobIds: string[] }> => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const jobIds: string[] = [];
  for (const text of texts) {
    const jobId = await newJob(ctx, user.userId, { text });
    await deliver(ctx, [jobId]);
    jobIds.push(jobId);
  }
  return { user, jobIds };
};

const searchFor = (user: TestUser, q: string) => historyOf(user, `?${new URLSearchParams({ q })}`);

test('HIST-02: an item tells what it is, what it cost, how large it is and until when it is kept', async () => {
  const { user, jobIds } = await having([PAID_TEXT]);
  const [item] = (await historyOf(user)).items;
  const { results } = await env.DB.prepare(
    `SELECT kind, size_bytes AS size, created_at AS at FROM assets WHERE job_id = ?1 ORDER BY created_at`,
  )
    .bind(jobIds[0])
    .all<{ kind: string; size: number; at: number }>();
  expect(item).toMatchObject({
    jobId: jobIds[0],
    type: 'audio',
    module: 'tts',
    thumbnailUrl: null,
    preview: { contentType: 'audio/mpeg' },
    finals: [{ contentType: 'audio/mpeg' }],
    costCredits: PAID_CREDITS,
    sizeBytes: results.find(({ kind }) => kind === 'final')?.size,
    expiresAt: (results[0]?.at ?? 0) + ASSET_RETENTION_MS,
    demo: true,
  });
  expect(PAID_TEXT.startsWith(item?.title ?? '-')).toBe(true);
});

test('what is running, has failed or only shows an earlier result is not in the history', async () => {
  const { user, jobIds } = await having(['The first.']);
  const ctx = context();
  await newJob(ctx, user.userId);
  const again = { clientJobId: crypto.randomUUID(), text: 'The first.', noCache: false };
  await jsonOf(await api('/api/tts/jobs', { user, json: again }), 202);
  expect(idsOf(await historyOf(user))).toEqual(jobIds);
});

test('pages follow each other without a gap, newest first', async () => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const jobIds = await makeItems(ctx, user.userId, 5);
  const first = await historyOf(user, '?limit=2');
  const second = await historyOf(user, `?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  const third = await historyOf(user, `?limit=2&cursor=${encodeURIComponent(second.nextCursor ?? '')}`);
  expect([first, second, third].flatMap(idsOf)).toEqual(jobIds.toReversed());
  expect(third.nextCursor).toBeNull();
  expect(third.usedItems).toBe(5);
});

test('the search finds words in any case, in every script, and takes signs for what they are', async () => {
  const { user, jobIds } = await having(['Про ІСТОРІЮ міста.', 'A 100 % wool_coat.', 'Café at NOON.', 'नमस्ते दुनिया']);
  const [history, coat, cafe, hindi] = jobIds;
  const cases: [string, (string | undefined)[]][] = [
    ['історію', [history]],
    ['WOOL_COAT', [coat]],
    ['100 %', [coat]],
    ['%', [coat]],
    ['cafe\u0301', [cafe]],
    ['दुनिया', [hindi]],
    ["' OR 1=1 --", []],
    ['  ', jobIds.toReversed()],
  ];
  for (const [q, found] of cases) expect(idsOf(await searchFor(user, q)), q).toEqual(found);
});

test('HIST-09: a type or a tool shows its own alone; the room is counted over all', async () => {
  const { user, jobIds } = await having(['One.', 'Two.']);
  await env.DB.prepare(`UPDATE generations SET type = 'image' WHERE job_id = ?1`).bind(jobIds[0]).run();
  const images = await historyOf(user, '?type=image');
  expect(idsOf(images)).toEqual([jobIds[0]]);
  expect(images.usedItems).toBe(2);
  expect(idsOf(await historyOf(user, '?type=audio'))).toEqual([jobIds[1]]);
  expect(idsOf(await historyOf(user, '?type=chat'))).toEqual([]);
  expect(idsOf(await historyOf(user, '?module=tts'))).toEqual(jobIds.toReversed());
});

test.each([
  ['a cursor of nobody', `cursor=${encodeURIComponent("' OR 1=1 --")}`, 'malformed_cursor'],
  ['a cursor with SQL in it', `cursor=${encodeURIComponent(btoa(`["1; DROP TABLE users", "x"]`))}`, 'malformed_cursor'],
  ['a type that is none', 'type=everything', 'validation_failed'],
  ['more than a history holds', `limit=${HISTORY_MAX_ITEMS + 1}`, 'validation_failed'],
  ['a text too long', `q=${'a'.repeat(101)}`, 'validation_failed'],
  ['an unknown key', 'sort=size', 'validation_failed'],
])('F74: %s is refused', async (_, query, code) => {
  const { user } = await having([]);
  expect((await problemOf(await api(`/api/history?${query}`, { user }))).code).toBe(code);
});

test('a conversation is one item: by its name, with its latest words, what all its turns cost, and a document', async () => {
  const user = await createUser({ credits: 10 });
  const { conversationId } = await say(user, { message: 'How many legs has a spider?' });
  for (const message of ['Two', 'Three', 'Four', 'Five']) await say(user, { conversationId, message });
  const { text } = await say(user, { conversationId, message: 'What is 12 + 30?' });
  const page = await historyOf(user, '?type=chat&q=SPIDER');
  expect(page.items).toMatchObject([
    {
      type: 'chat',
      module: 'text',
      title: 'How many legs has a spider?',
      conversation: { conversationId, excerpt: text.slice(0, HISTORY_EXCERPT_CHARS) },
      finals: [],
      costCredits: 1,
    },
  ]);
  const zip = await bytesOf(await download(user, idsOf(page)));
  expect(namesIn(zip)).toEqual(['01 How many legs has a spider.md']);
  expect(new TextDecoder().decode(zip)).toContain('What is 12 + 30?');
  const [item] = page.items;
  await jsonOf(await api(`/api/history/${item?.jobId}`, { user, method: 'DELETE' }));
  expect((await historyOf(user)).items).toEqual([]);
  await jsonOf(await api(`/api/history/${item?.jobId}/restore`, { user, method: 'POST' }));
  expect((await historyOf(user)).items).toEqual(page.items);
});

const NAME_BYTES = 30;
/** Names in a ZIP, from its central directory. */
const namesIn = (zip: Uint8Array): string[] => {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const names: string[] = [];
  for (let at = 0; at + NAME_BYTES < zip.byteLength; at += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const length = view.getUint16(at + 28, true);
    names.push(new TextDecoder().decode(zip.subarray(at + 46, at + 46 + length)));
  }
  return names;
};

const download = (user: TestUser, jobIds: readonly string[]) =>
  api(`/api/history/download?jobIds=${jobIds.join(',')}`, { user });

test('several come as one ZIP, in the order of the list, under safe names', async () => {
  const { user, jobIds } = await having(['../../etc/passwd', 'Second: a "title" | of signs?', 'Third.']);
  const reply = await download(user, jobIds.slice(0, 2));
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe('application/zip');
  expect(reply.headers.get('Content-Disposition')).toMatch(/^attachment; filename="ozvena-history-[\d-]+\.zip"$/);
  const zip = await bytesOf(reply);
  expect(namesIn(zip)).toEqual(['01 Second a title of signs.mp3', '02 etc passwd.mp3']);
});

test('F35: a file that the bucket has lost is left out and named; the operators hear of it once', async () => {
  const { user, jobIds } = await having(['Kept.', 'Lost.']);
  const row = await env.DB.prepare(`SELECT id, r2_key AS key FROM assets WHERE job_id = ?1 AND kind = 'final'`)
    .bind(jobIds[1])
    .first<{ id: string; key: string }>();
  const bytes = await (await env.MEDIA.get(row?.key ?? ''))?.arrayBuffer();
  await env.MEDIA.delete(row?.key ?? '');
  for (let again = 0; again < 2; again += 1) {
    expect(namesIn(await bytesOf(await download(user, jobIds)))).toEqual(['02 Kept.mp3', 'LOST.txt']);
  }
  expect((await problemOf(await api(`/api/assets/${row?.id}`, { user }))).code).toBe('asset_gone');
  const { results } = await env.DB.prepare(`SELECT detail FROM admin_events WHERE kind = 'file_lost'`).all();
  expect(results).toEqual([{ detail: JSON.stringify({ assetId: row?.id }) }]);
  await env.MEDIA.put(row?.key ?? '', bytes ?? new ArrayBuffer(0));
});

test('nothing of somebody else’s is in a ZIP, and one of nothing is not found', async () => {
  const { user, jobIds } = await having(['Mine.']);
  const { user: other, jobIds: others } = await having(['Theirs.']);
  expect(namesIn(await bytesOf(await download(user, [...others, ...jobIds])))).toEqual(['01 Mine.mp3']);
  expect((await problemOf(await download(other, jobIds))).code).toBe('not_found');
  expect((await problemOf(await download(user, []))).code).toBe('validation_failed');
  const many = Array.from({ length: HISTORY_MAX_ITEMS + 1 }, () => 'x');
  expect((await problemOf(await download(user, many))).code).toBe('validation_failed');
});
