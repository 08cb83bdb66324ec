import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  UPLOAD_LINK_MS,
  UPLOAD_OPEN_MS,
  UPLOAD_PART_BYTES,
  UPLOAD_SETTLED_MS,
  UPLOADS_OPEN_MAX,
} from '../../../worker/contract/limits.ts';
import type { Upload } from '../../../worker/contract/uploads.ts';
import { sweepUploads } from '../../../worker/crons/sweep-uploads.ts';
import { completeUpload } from '../../../worker/services/uploads/complete-upload.ts';
import { receivePart } from '../../../worker/services/uploads/receive-part.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { encodePng } from '../../support/images.ts';
import { silence } from '../../support/tones.ts';
import { announce, complete, look, sendAll, sendPart } from '../../support/uploads.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { encodeWav } from '../../support/wav.ts';

await liftLimits();

const MEGABYTE = 1024 * 1024;
const PNG = { kind: 'image', contentType: 'image/png', bytes: encodePng() } as const;
/** Eleven megabytes of silence: three parts. */
const LONG = {
  kind: 'audio',
  contentType: 'audio/wav',
  bytes: encodeWav({ samples: (11 * MEGABYTE) / 2, sound: silence }),
} as const;

const objectsOf = async ({ userId }: TestUser) => (await env.MEDIA.list({ prefix: `user_${userId}/` })).objects;
const rowsOf = ({ userId }: TestUser) =>
  env.DB.prepare('SELECT COUNT(*) AS n FROM uploads WHERE user_id = ?1').bind(userId).first<number>('n');
const statusOf = (uploadId: string) =>
  env.DB.prepare('SELECT status FROM uploads WHERE id = ?1').bind(uploadId).first<string>('status');
const firstOf = (upload: Upload) => {
  const [part] = upload.parts;
  if (!part) throw new Error('an upload has no parts');
  return part;
};

test('a file of up to 8 MB is one part, a larger one is equal parts and the rest', async () => {
  const user = await createUser();
  const sizes = async (sizeBytes: number) => {
    const json = { kind: 'audio', name: 'a.wav', contentType: 'audio/wav', sizeBytes };
    const { parts } = await jsonOf<Upload>(await api('/api/uploads', { user, json }), 201);
    return parts.map(({ offsetBytes, sizeBytes: bytes }) => [offsetBytes, bytes]);
  };
  expect(await sizes(8 * MEGABYTE)).toEqual([[0, 8 * MEGABYTE]]);
  expect(await sizes(8 * MEGABYTE + 1)).toEqual([
    [0, UPLOAD_PART_BYTES],
    [UPLOAD_PART_BYTES, 3 * MEGABYTE + 1],
  ]);
  expect(await sizes(25 * MEGABYTE)).toHaveLength(5);
});

test.each([
  ['0 bytes', { sizeBytes: 0 }, '/sizeBytes', 'file_empty'],
  ['1 GB', { sizeBytes: 2 ** 30 }, '/sizeBytes', 'file_too_large'],
  ['an image of more than 10 MB', { sizeBytes: 10 * MEGABYTE + 1 }, '/sizeBytes', 'file_too_large'],
  [
    'sound of more than 25 MB',
    { kind: 'audio', contentType: 'audio/mpeg', sizeBytes: 25 * MEGABYTE + 1 },
    '/sizeBytes',
    'file_too_large',
  ],
  ['less than nothing', { sizeBytes: -1 }, '/sizeBytes', 'out_of_range'],
  ['half a byte', { sizeBytes: 1.5 }, '/sizeBytes', 'wrong_type'],
  ['SVG', { contentType: 'image/svg+xml' }, '/contentType', 'file_type_unsupported'],
  ['GIF', { contentType: 'image/gif' }, '/contentType', 'file_type_unsupported'],
  ['a page', { contentType: 'text/html' }, '/contentType', 'file_type_unsupported'],
  ['no type', { contentType: '' }, '/contentType', 'file_type_unsupported'],
  ['sound as an image', { contentType: 'audio/mpeg' }, '/contentType', 'file_type_unsupported'],
  ['a film', { kind: 'video', contentType: 'video/mp4' }, '/kind', 'invalid'],
  ['a path', { name: '../../etc/passwd' }, '/name', 'file_name_unsafe'],
  ['a path of Windows', { name: '..\\x.png' }, '/name', 'file_name_unsafe'],
  ['NUL', { name: 'a\0.png' }, '/name', 'file_name_unsafe'],
  ['a turned reading order', { name: 'cat\u202egnp.exe' }, '/name', 'file_name_unsafe'],
  ['half a character', { name: 'a\ud800.png' }, '/name', 'file_name_unsafe'],
  ['no name', { name: '' }, '/name', 'file_name_unsafe'],
  ['a folder', { name: '..' }, '/name', 'file_name_unsafe'],
  ['a name of 201 characters', { name: 'a'.repeat(201) }, '/name', 'out_of_range'],
  ['a key', { r2Key: 'user_x/final' }, '/r2Key', 'unknown_key'],
])('%s is refused before anything is sent', async (_, change, pointer, code) => {
  const user = await createUser();
  const json = { kind: 'image', name: 'a.png', contentType: 'image/png', sizeBytes: 1_000, ...change };
  const problem = await problemOf(await api('/api/uploads', { user, json }));
  expect(problem.status).toBe(422);
  expect(problem.errors).toContainEqual({ pointer, code, message: expect.stringMatching(/./) });
  expect([await rowsOf(user), await objectsOf(user)]).toEqual([0, []]);
});

test('a name in any script, with marks and pictures, is kept as it is', async () => {
  const user = await createUser();
  for (const name of ['Світанок над Дніпром.png', 'मेरी छवि.jpg', '👨‍👩‍👧 <b>family.png', 'שלום.webp']) {
    const upload = await announce(user, { ...PNG, name });
    expect((await jsonOf<Upload>(await look(user, upload.uploadId))).name).toBe(name);
  }
});

test('an account has so many uploads under way, however they come, and one place again for each that ends', async () => {
  const user = await createUser();
  const json = { kind: 'image', name: 'a.png', contentType: 'image/png', sizeBytes: 1_000 };
  const ask = () => api('/api/uploads', { user, json });
  const replies = await Promise.all(Array.from({ length: UPLOADS_OPEN_MAX + 3 }, ask));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(UPLOADS_OPEN_MAX).fill(201), 409, 409, 409]);
  const refused = replies.find(({ status }) => status === 409);
  if (refused) expect((await problemOf(refused)).code).toBe('too_many_uploads');
  const standing = await env.DB.prepare('SELECT id FROM uploads WHERE user_id = ?1')
    .bind(user.userId)
    .first<string>('id');
  expect((await api(`/api/uploads/${standing}`, { user, method: 'DELETE' })).status).toBe(204);
  expect((await ask()).status).toBe(201);
});

test('an account has so many bytes in all', async () => {
  const user = await createUser();
  await announce(user, PNG);
  await env.DB.prepare('UPDATE uploads SET size_bytes = 1073741824 - 1000 WHERE user_id = ?1').bind(user.userId).run();
  const ask = (sizeBytes: number) =>
    api('/api/uploads', { user, json: { kind: 'image', name: 'a', contentType: 'image/png', sizeBytes } });
  expect((await problemOf(await ask(1_001))).code).toBe('too_many_uploads');
  expect((await ask(1_000)).status).toBe(201);
});

test('the link alone lets a part in; without it nobody does', async () => {
  const user = await createUser();
  const upload = await announce(user, PNG);
  const part = firstOf(upload);
  const path = part.url.split('?')[0] ?? '';
  const bare = await problemOf(await api(path, { user, method: 'PUT', body: PNG.bytes }));
  expect(bare.errors?.map(({ pointer }) => pointer)).toContain('#query/signature');
  expect((await sendPart(PNG.bytes, part)).status).toBe(204);
});

test('a link that was changed anywhere, or is of another part or upload, does not hold', async () => {
  const user = await createUser();
  const [upload, other] = [await announce(user, LONG), await announce(user, LONG)];
  const { url } = firstOf(upload);
  const later = url.replace(/expires=(\d+)/, (_, ms) => `expires=${Number(ms) + 1}`);
  const forged = [
    later,
    url.replace('/parts/1?', '/parts/2?'),
    url.replace(upload.uploadId, other.uploadId),
    url.replace(/signature=./, (start) => (start.endsWith('A') ? 'signature=B' : 'signature=A')),
    `${url}AAAA`,
    url.replace(/signature=.*/, 'signature='),
  ];
  for (const link of forged) {
    const problem = await problemOf(await api(link, { method: 'PUT', body: LONG.bytes.slice(0, UPLOAD_PART_BYTES) }));
    expect([problem.status, problem.code], link).toEqual([403, 'upload_link_invalid']);
  }
  expect((await jsonOf<Upload>(await look(user, upload.uploadId))).parts.some(({ isReceived }) => isReceived)).toBe(
    false,
  );
});

const linkOf = ({ url }: { url: string }) => {
  const [path = '', query] = url.split('?');
  const [, , , uploadId = '', , partNumber] = path.split('/');
  const { expires, signature = '' } = Object.fromEntries(new URLSearchParams(query));
  return { uploadId, partNumber: Number(partNumber), expires: Number(expires), signature };
};
const streamOf = (bytes: Uint8Array) => new Blob([bytes]).stream();

test('a link runs out, and a fresh one goes on', async () => {
  const ctx = testContext();
  const user = await createUser();
  const upload = await announce(user, PNG);
  ctx.clock.advance(UPLOAD_LINK_MS + 60_000);
  const late = { ...linkOf(firstOf(upload)), body: streamOf(PNG.bytes), contentLength: undefined };
  await expect(receivePart(ctx, late)).rejects.toMatchObject({ code: 'upload_link_invalid' });
  const fresh = firstOf(await jsonOf<Upload>(await look(user, upload.uploadId)));
  expect((await sendPart(PNG.bytes, fresh)).status).toBe(204);
});

test('a link that the secret before has signed still holds; one of a forgotten secret does not', async () => {
  const ctx = testContext();
  const user = await createUser();
  const upload = await announce(user, PNG);
  const part = () => ({ ...linkOf(firstOf(upload)), body: streamOf(PNG.bytes), contentLength: PNG.bytes.length });
  const next = 'another-long-random-text-for-the-tests-0123456789';
  const forgotten = { ...ctx, config: { ...ctx.config, sessionSecret: next, sessionSecrets: [next] } };
  await expect(receivePart(forgotten, part())).rejects.toMatchObject({ code: 'upload_link_invalid' });
  const rotated = {
    ...ctx,
    config: { ...ctx.config, sessionSecret: next, sessionSecrets: [next, ctx.config.sessionSecret] },
  };
  await receivePart(rotated, part());
  expect((await complete(user, upload.uploadId)).status).toBe(200);
});

test.each([
  ['shorter', -1, 422],
  ['longer', 1, 413],
  ['empty', -PNG.bytes.length, 422],
] as const)(
  'a part that is %s than it was planned is refused, whether it says so or not',
  async (_, change, status) => {
    const ctx = testContext();
    const user = await createUser();
    const upload = await announce(user, PNG);
    const part = firstOf(upload);
    const wrong = new Uint8Array(PNG.bytes.length + change);
    const told = await problemOf(await api(part.url, { method: 'PUT', body: wrong }));
    expect(told.status).toBe(status);
    for (const contentLength of [undefined, PNG.bytes.length]) {
      const silent = { ...linkOf(part), body: streamOf(wrong), contentLength };
      await expect(receivePart(ctx, silent)).rejects.toMatchObject({ status });
    }
    expect(await objectsOf(user)).toEqual([]);
    expect((await problemOf(await complete(user, upload.uploadId))).errors).toMatchObject([
      { code: 'file_incomplete' },
    ]);
    expect((await sendPart(PNG.bytes, part)).status).toBe(204);
    expect((await complete(user, upload.uploadId)).status).toBe(200);
  },
);

test('a body that goes on after its last byte is refused, however it is cut into chunks', async () => {
  const ctx = testContext();
  const user = await createUser();
  const upload = await announce(user, PNG);
  const longer = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(PNG.bytes);
      controller.enqueue(Uint8Array.of(7));
      controller.close();
    },
  });
  const part = { ...linkOf(firstOf(upload)), body: longer, contentLength: undefined };
  await expect(receivePart(ctx, part)).rejects.toMatchObject({ code: 'payload_too_large' });
  expect(await objectsOf(user)).toEqual([]);
});

test('a body that breaks off leaves nothing, and the part is sent again', async () => {
  const ctx = testContext();
  const user = await createUser();
  const upload = await announce(user, LONG);
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(100_000));
      controller.error(new Error('the connection is gone'));
    },
  });
  const part = { ...linkOf(firstOf(upload)), body: broken, contentLength: UPLOAD_PART_BYTES };
  await expect(receivePart(ctx, part)).rejects.toThrow();
  const { parts } = await jsonOf<Upload>(await look(user, upload.uploadId));
  expect(parts.map(({ isReceived }) => isReceived)).toEqual([false, false, false]);
  expect((await sendPart(LONG.bytes, firstOf(upload))).status).toBe(204);
});

test('a part that got lost is named, sent alone, and the file is whole', async () => {
  const user = await createUser();
  const upload = await announce(user, LONG);
  for (const part of [...upload.parts].reverse()) {
    if (part.partNumber !== 2) expect((await sendPart(LONG.bytes, part)).status).toBe(204);
  }
  const problem = await problemOf(await complete(user, upload.uploadId));
  expect(problem.errors).toMatchObject([{ pointer: '/file', code: 'file_incomplete' }]);
  const resumed = await jsonOf<Upload>(await look(user, upload.uploadId));
  expect(resumed.parts.map(({ isReceived }) => isReceived)).toEqual([true, false, true]);
  const missing = resumed.parts.filter(({ isReceived }) => !isReceived);
  for (const part of missing) expect((await sendPart(LONG.bytes, part)).status).toBe(204);
  const ready = await jsonOf<Upload>(await complete(user, upload.uploadId));
  expect(ready).toMatchObject({ status: 'ready', sizeBytes: LONG.bytes.length });
});

test('a part sent twice is there once, with what was sent last', async () => {
  const user = await createUser();
  const upload = await announce(user, LONG);
  for (const part of upload.parts) {
    expect((await sendPart(new Uint8Array(LONG.bytes.length), part)).status).toBe(204);
    expect((await sendPart(LONG.bytes, part)).status).toBe(204);
  }
  expect((await complete(user, upload.uploadId)).status).toBe(200);
});

test('where tries of a part crossed, its parts are asked for again and then do', async () => {
  const user = await createUser();
  const upload = await sendAll(user, LONG);
  await env.DB.prepare(`UPDATE uploads SET parts = json_set(parts, '$."2"', 'another') WHERE id = ?1`)
    .bind(upload.uploadId)
    .run();
  expect((await problemOf(await complete(user, upload.uploadId))).errors).toMatchObject([{ code: 'file_incomplete' }]);
  const again = await jsonOf<Upload>(await look(user, upload.uploadId));
  for (const part of again.parts) expect((await sendPart(LONG.bytes, part)).status).toBe(204);
  expect((await complete(user, upload.uploadId)).status).toBe(200);
});

test.each([
  ['of one part', PNG],
  ['of several parts', LONG],
])('two completes of a file %s at once have the same answer', async (_, file) => {
  const user = await createUser();
  const { uploadId } = await sendAll(user, file);
  const replies = await Promise.all([1, 2, 3].map(() => complete(user, uploadId)));
  const [first, ...others] = await Promise.all(replies.map((reply) => jsonOf<Upload>(reply)));
  for (const other of others) expect(other).toEqual(first);
  expect(await objectsOf(user)).toHaveLength(1);
});

test('two completes of a file that does not do refuse it alike', async () => {
  const user = await createUser();
  const { uploadId } = await sendAll(user, { ...PNG, bytes: encodePng({ widthPx: 299 }) });
  const replies = await Promise.all([1, 2, 3].map(() => complete(user, uploadId)));
  for (const reply of replies) expect((await problemOf(reply)).errors).toMatchObject([{ code: 'image_too_small' }]);
  expect(await objectsOf(user)).toEqual([]);
});

test('what was looked at is never overwritten: a ready upload takes no more parts', async () => {
  const user = await createUser();
  const upload = await announce(user, PNG);
  const part = firstOf(upload);
  expect((await sendPart(PNG.bytes, part)).status).toBe(204);
  const other = new Uint8Array(PNG.bytes.length);
  expect((await sendPart(other, part)).status).toBe(204);
  expect((await complete(user, upload.uploadId)).status).toBe(200);
  const problem = await problemOf(await sendPart(other, part));
  expect([problem.status, problem.code]).toEqual([409, 'upload_closed']);
});

test('what was on its way when a file was looked at is not written over it', async () => {
  const ctx = testContext();
  const user = await createUser();
  const bytes = encodeWav({ samples: 24_000 });
  const upload = await announce(user, { kind: 'audio', contentType: 'audio/wav', bytes });
  const part = firstOf(upload);
  const gate = Promise.withResolvers<void>();
  const slow = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await gate.promise;
      controller.enqueue(new Uint8Array(bytes.length));
      controller.close();
    },
  });
  const late = receivePart(ctx, { ...linkOf(part), body: slow, contentLength: bytes.length });
  expect((await sendPart(bytes, part)).status).toBe(204);
  expect((await complete(user, upload.uploadId)).status).toBe(200);
  gate.resolve();
  await expect(late).rejects.toMatchObject({ code: 'upload_closed' });
  const [object] = await objectsOf(user);
  expect(await (await env.MEDIA.get(object?.key ?? ''))?.bytes()).toEqual(bytes);
});

test.each([
  ['of one part', PNG],
  ['of several parts', LONG],
])('an upload %s is given up half-way and leaves nothing', async (_, file) => {
  const user = await createUser();
  const upload = await announce(user, file);
  expect((await sendPart(file.bytes, firstOf(upload))).status).toBe(204);
  const remove = () => api(`/api/uploads/${upload.uploadId}`, { user, method: 'DELETE' });
  expect((await remove()).status).toBe(204);
  expect(await objectsOf(user)).toEqual([]);
  for (const gone of [await look(user, upload.uploadId), await complete(user, upload.uploadId), await remove()]) {
    expect((await problemOf(gone)).code).toBe('not_found');
  }
  expect((await problemOf(await sendPart(file.bytes, firstOf(upload)))).code).toBe('not_found');
});

test('a file that is ready is removed with its object', async () => {
  const user = await createUser();
  const { uploadId } = await sendAll(user, LONG);
  expect((await complete(user, uploadId)).status).toBe(200);
  expect((await api(`/api/uploads/${uploadId}`, { user, method: 'DELETE' })).status).toBe(204);
  expect(await objectsOf(user)).toEqual([]);
});

test('what nobody finished is swept, and a part that comes late goes with the row', async () => {
  const ctx = testContext();
  const user = await createUser();
  const [whole, parts] = [await announce(user, PNG), await announce(user, LONG)];
  await sendPart(PNG.bytes, firstOf(whole));
  await sendPart(LONG.bytes, firstOf(parts));
  await sweepUploads(ctx);
  expect(await statusOf(whole.uploadId)).toBe('open');
  ctx.clock.advance(UPLOAD_OPEN_MS);
  await expect(completeUpload(ctx, { userId: user.userId, uploadId: whole.uploadId })).rejects.toMatchObject({
    code: 'not_found',
  });
  await sweepUploads(ctx);
  expect([await statusOf(whole.uploadId), await statusOf(parts.uploadId)]).toEqual(['removed', 'removed']);
  expect(await objectsOf(user)).toEqual([]);
  await env.MEDIA.put(`user_${user.userId}/upload_${whole.uploadId}/sent_v1`, 'late');
  ctx.clock.advance(UPLOAD_SETTLED_MS);
  await sweepUploads(ctx);
  expect([await rowsOf(user), await objectsOf(user)]).toEqual([0, []]);
});

test('a file whose bucket does not answer is hidden, holds up no other, and is removed a day later', async () => {
  const ctx = testContext();
  const user = await createUser();
  const [stuck, other] = [await sendAll(user, PNG), await sendAll(user, PNG)];
  ctx.clock.advance(UPLOAD_OPEN_MS);
  const bucket = new Proxy(ctx.bucket, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) => {
        if (name === 'list' && JSON.stringify(values).includes(stuck.uploadId)) throw new Error('R2 is away');
        return Reflect.apply(member, target, values);
      };
    },
  });
  await sweepUploads({ ...ctx, bucket });
  expect((await objectsOf(user)).every(({ key }) => key.includes(stuck.uploadId))).toBe(true);
  expect([await statusOf(stuck.uploadId), await statusOf(other.uploadId)]).toEqual(['removed', 'removed']);
  ctx.clock.advance(UPLOAD_SETTLED_MS);
  await sweepUploads(ctx);
  expect([await rowsOf(user), await objectsOf(user)]).toEqual([0, []]);
});
