import { expect, test } from 'vitest';
import { ApiError, offlineError } from '../../../web/src/api/api-error.ts';
import { createUploader, type UploadCalls } from '../../../web/src/api/create-uploader.ts';
import type { CreateUpload, Upload } from '../../../web/src/api/wire.ts';

const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const aFile = (name = 'a.png', type = 'image/png', size = 25) =>
  new File([Uint8Array.from({ length: size }, (_, at) => PNG_HEAD[at] ?? at)], name, { type });

const refusal = (code: 'validation_failed' | 'upload_link_invalid', field?: 'file_incomplete' | 'image_too_small') =>
  new ApiError({
    code,
    status: code === 'validation_failed' ? 422 : 403,
    detail: 'No.',
    ...(field ? { errors: [{ pointer: '/file', code: field, message: 'No.' }] } : {}),
  });

/** A server of uploads in parts of ten bytes, some of whose answers are failures, each in its turn. */
const aServer = (faults: { send?: unknown[]; complete?: unknown[]; find?: unknown[] } = {}) => {
  const received = new Map<number, Uint8Array>();
  const log: string[] = [];
  const waits: number[] = [];
  let announced: CreateUpload | undefined;
  const next = (list: unknown[] | undefined): void => {
    const fault = list?.shift();
    if (fault !== undefined) throw fault;
  };
  const view = (status: Upload['status']): Upload => {
    if (!announced) throw new Error('nothing was announced');
    const { sizeBytes } = announced;
    const parts = Array.from({ length: Math.ceil(sizeBytes / 10) }, (_, index) => ({
      partNumber: index + 1,
      offsetBytes: index * 10,
      sizeBytes: Math.min(10, sizeBytes - index * 10),
      isReceived: received.has(index + 1),
      url: `/${index + 1}`,
      urlExpiresAt: 1,
    }));
    const facts = {
      url: null,
      widthPx: null,
      heightPx: null,
      durationMs: null,
      errors: [],
      createdAt: 1,
      expiresAt: 1,
    };
    return {
      uploadId: 'u',
      ...announced,
      contentType: 'image/png',
      status,
      parts: status === 'open' ? parts : [],
      ...facts,
    };
  };
  const calls: UploadCalls = {
    create: async (file) => {
      announced = file;
      return view('open');
    },
    find: async () => {
      log.push('find');
      next(faults.find);
      return view('open');
    },
    complete: async () => {
      log.push('complete');
      next(faults.complete);
      return view('ready');
    },
    remove: async () => void log.push('remove'),
    send: async (url, bytes, { onSent }) => {
      log.push(url);
      onSent(5);
      next(faults.send);
      received.set(Number(url.slice(1)), new Uint8Array(await bytes.arrayBuffer()));
    },
    wait: async (ms) => void waits.push(ms),
  };
  return { calls, log, waits, received, announced: () => announced };
};

test('a file is announced, sent part by part, and looked at', async () => {
  const { calls, log, received } = aServer();
  const file = aFile();
  const upload = await createUploader(calls)(file, { kind: 'image' });
  expect(upload.status).toBe('ready');
  expect(log).toEqual(['/1', '/2', '/3', 'complete']);
  expect(Buffer.concat([...received.values()])).toEqual(Buffer.from(await file.arrayBuffer()));
});

test('marks that no name may have are left out of it', async () => {
  const { calls, announced } = aServer();
  await createUploader(calls)(aFile('صورة\u200f 1\u202e.png'), { kind: 'image' });
  expect(announced()?.name).toBe('صورة 1.png');
});

test('its own bytes say what it is, its name only where they say nothing', async () => {
  const { calls, announced } = aServer();
  const send = createUploader(calls);
  await send(aFile('photo.jpg', 'image/jpeg'), { kind: 'image' });
  expect(announced()).toEqual({ kind: 'image', name: 'photo.jpg', contentType: 'image/png', sizeBytes: 25 });
  await send(new File(['<svg>'], `${'й'.repeat(150)}.svg`, { type: 'image/svg+xml' }), { kind: 'image' });
  expect(announced()).toMatchObject({ name: 'й'.repeat(100), contentType: 'image/svg+xml' });
});

test('progress grows to the whole, also where a part is sent twice', async () => {
  const { calls } = aServer({ send: [undefined, offlineError()] });
  const seen: number[] = [];
  await createUploader(calls)(aFile(), {
    kind: 'image',
    onProgress: ({ sentBytes, totalBytes }) => {
      expect(totalBytes).toBe(25);
      seen.push(sentBytes);
    },
  });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(25);
});

test.each([
  ['no network', offlineError()],
  ['a link that has run out', refusal('upload_link_invalid')],
])('after %s only what is missing is sent again, by fresh links', async (_, fault) => {
  const { calls, log } = aServer({ send: [undefined, fault] });
  await createUploader(calls)(aFile(), { kind: 'image' });
  expect(log).toEqual(['/1', '/2', 'find', '/2', '/3', 'complete']);
});

test('an answer that got lost at the end is asked for again', async () => {
  const { calls, log } = aServer({ complete: [offlineError(), refusal('validation_failed', 'file_incomplete')] });
  const upload = await createUploader(calls)(aFile('a.png', 'image/png', 10), { kind: 'image' });
  expect(upload.status).toBe('ready');
  expect(log).toEqual(['/1', 'complete', 'find', 'complete', 'find', 'complete']);
});

test('a refusal is for good, and the upload is given up', async () => {
  const { calls, log } = aServer({ complete: [refusal('validation_failed', 'image_too_small')] });
  const sending = createUploader(calls)(aFile('a.png', 'image/png', 10), { kind: 'image' });
  await expect(sending).rejects.toMatchObject({ errors: [{ code: 'image_too_small' }] });
  expect(log).toEqual(['/1', 'complete', 'remove']);
});

test('without a network it waits longer each time, and then stops, with the upload left to be gone on with', async () => {
  const { calls, waits, log } = aServer({ send: Array.from({ length: 50 }, offlineError) });
  await expect(createUploader(calls)(aFile(), { kind: 'image' })).rejects.toMatchObject({ code: 'offline' });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000]);
  expect(log).not.toContain('remove');
});

test('an upload that broke off goes on with what is missing', async () => {
  const { calls, log } = aServer({ send: [undefined, ...Array.from({ length: 7 }, offlineError)] });
  const send = createUploader(calls);
  let uploadId: string | undefined;
  const onAnnounced = (id: string) => {
    uploadId = id;
  };
  await expect(send(aFile(), { kind: 'image', onAnnounced })).rejects.toMatchObject({ code: 'offline' });
  log.length = 0;
  expect((await send(aFile(), { kind: 'image', uploadId })).status).toBe('ready');
  expect(log).toEqual(['find', '/2', '/3', 'complete']);
});

test('an upload that the server has swept meanwhile is sent anew', async () => {
  const gone = new ApiError({ code: 'not_found', status: 404, detail: 'No.' });
  const { calls, log } = aServer({ find: [gone] });
  const upload = await createUploader(calls)(aFile(), { kind: 'image', uploadId: 'old' });
  expect(upload.status).toBe('ready');
  expect(log).toEqual(['find', '/1', '/2', '/3', 'complete']);
});

test('waits begin anew with every part that arrives, and last as long as the server asks', async () => {
  const busy = new ApiError({ code: 'rate_limited', status: 429, detail: 'No.', retryAfterSeconds: 7 });
  const { calls, waits } = aServer({ send: [offlineError(), offlineError(), undefined, offlineError(), busy] });
  await createUploader(calls)(aFile(), { kind: 'image' });
  expect(waits).toEqual([1_000, 2_000, 1_000, 7_000]);
});

test('a server that loses every part is not asked for ever', async () => {
  const { calls, log } = aServer({
    complete: Array.from({ length: 100 }, () => refusal('validation_failed', 'file_incomplete')),
  });
  await expect(createUploader(calls)(aFile(), { kind: 'image' })).rejects.toBeInstanceOf(ApiError);
  expect(log.filter((name) => name === 'complete').length).toBeLessThanOrEqual(30);
});

test('who breaks it off hears his own reason, and the upload is given up', async () => {
  const { calls, log } = aServer();
  const stop = new AbortController();
  const send: UploadCalls['send'] = async (url, _, { signal }) => {
    log.push(url);
    stop.abort(new Error('no more'));
    throw signal?.reason;
  };
  const sending = createUploader({ ...calls, send })(aFile(), { kind: 'image', signal: stop.signal });
  await expect(sending).rejects.toThrow('no more');
  expect(log).toEqual(['/1', 'remove']);
});
