import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Upload, UploadList } from '../../../worker/contract/uploads.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { encodePng } from '../../support/images.ts';
import { complete, type FileToSend, sendAll } from '../../support/uploads.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { encodeWav } from '../../support/wav.ts';

await liftLimits();

const SOUND: FileToSend = { kind: 'audio', contentType: 'audio/wav', bytes: encodeWav({ samples: 36_000 }) };
const picture = (widthPx: number): FileToSend => ({
  kind: 'image',
  contentType: 'image/png',
  bytes: encodePng({ widthPx, heightPx: 480 }),
});

const send = async (user: TestUser, file: FileToSend): Promise<Upload> => {
  const { uploadId } = await sendAll(user, file);
  return jsonOf<Upload>(await complete(user, uploadId));
};
const list = async (user: TestUser, query = ''): Promise<UploadList> =>
  jsonOf<UploadList>(await api(`/api/uploads${query}`, { user }));
const contentOf = (user: TestUser, { uploadId }: { uploadId: string }, headers: Record<string, string> = {}) =>
  api(`/api/uploads/${uploadId}/content`, { user, headers });

test('a ready file is read at its address, of its type and nothing else', async () => {
  const user = await createUser();
  const upload = await send(user, SOUND);
  expect(upload.url).toBe(`/api/uploads/${upload.uploadId}/content`);
  const reply = await api(upload.url ?? '', { user });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe('audio/wav');
  expect(reply.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(reply.headers.get('Cache-Control')).toMatch(/^private/);
  expect(await bytesOf(reply)).toEqual(SOUND.bytes);
});

test('a part of a file is read by its range', async () => {
  const user = await createUser();
  const reply = await contentOf(user, await send(user, SOUND), { Range: 'bytes=8-11' });
  expect([reply.status, reply.headers.get('Content-Range')]).toEqual([206, `bytes 8-11/${SOUND.bytes.length}`]);
  expect(Buffer.from(await bytesOf(reply)).toString()).toBe('WAVE');
});

test('what is known already is not sent again', async () => {
  const user = await createUser();
  const upload = await send(user, SOUND);
  const first = await contentOf(user, upload);
  await first.body?.cancel();
  expect((await contentOf(user, upload, { 'If-None-Match': first.headers.get('ETag') ?? '' })).status).toBe(304);
});

test('a file that is still being sent has no address and cannot be read', async () => {
  const user = await createUser();
  const upload = await sendAll(user, SOUND);
  expect(upload.url).toBeNull();
  expect((await problemOf(await contentOf(user, upload))).code).toBe('not_found');
});

test('F35: a file that the bucket has lost is gone', async () => {
  const user = await createUser();
  const upload = await send(user, picture(640));
  const { objects } = await env.MEDIA.list({ prefix: `user_${user.userId}/` });
  await env.MEDIA.delete(objects.map(({ key }) => key));
  expect((await problemOf(await contentOf(user, upload))).code).toBe('asset_gone');
});

test('the list has one’s own ready files, newest first, and of one kind if that is asked for', async () => {
  const [user, other] = [await createUser(), await createUser()];
  const sound = await send(user, SOUND);
  const image = await send(user, picture(640));
  await sendAll(user, picture(641));
  const removed = await send(user, picture(642));
  await (await api(`/api/uploads/${removed.uploadId}`, { user, method: 'DELETE' })).body?.cancel();
  await send(other, picture(643));
  expect(await list(user)).toEqual({ items: [image, sound], nextCursor: null });
  expect((await list(user, '?kind=image')).items).toEqual([image]);
  expect((await list(user, '?kind=audio')).items).toEqual([sound]);
});

test('the list does not show what has run out, though it is not yet swept', async () => {
  const user = await createUser();
  const { uploadId } = await send(user, SOUND);
  await env.DB.prepare('UPDATE uploads SET expires_at = 1 WHERE id = ?1').bind(uploadId).run();
  expect((await list(user)).items).toEqual([]);
});

test('the list goes on by its cursor, each file once', async () => {
  const user = await createUser();
  const sent = [await send(user, picture(640)), await send(user, picture(641)), await send(user, picture(642))];
  const first = await list(user, '?limit=2');
  const second = await list(user, `?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect([...first.items, ...second.items]).toEqual(sent.toReversed());
  expect(second.nextCursor).toBeNull();
});

test('the list refuses a kind that there is not', async () => {
  const user = await createUser();
  expect((await problemOf(await api('/api/uploads?kind=video', { user }))).errors).toMatchObject([
    { pointer: '#query/kind' },
  ]);
});
