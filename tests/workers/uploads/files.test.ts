import { env } from 'cloudflare:workers';
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from 'mediabunny';
import { expect, test } from 'vitest';
import { UPLOAD_AUDIO_MAX_MS, UPLOAD_KEEP_MS } from '../../../worker/contract/limits.ts';
import type { Upload } from '../../../worker/contract/uploads.ts';
import { buildHead, buildTags } from '../../../worker/media/opus/head.ts';
import { buildPage, segmentsOf } from '../../../worker/media/opus/ogg-page.ts';
import { jsonOf, problemOf } from '../../support/api.ts';
import {
  encodeJpeg,
  encodePng,
  encodeWebp,
  exifBody,
  jpegSegment,
  pngChunk,
  webpCanvas,
  webpPicture,
} from '../../support/images.ts';
import { firstFilm } from '../../support/small-films.ts';
import { losslessM4a } from '../../support/small-media.ts';
import { silence as silentMp3 } from '../../support/speech.ts';
import { joinBytes, silence } from '../../support/tones.ts';
import { complete, type FileToSend, look, sendAll } from '../../support/uploads.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { encodeWav } from '../../support/wav.ts';

await liftLimits();

const bytesOf = (text: string) => new TextEncoder().encode(text);
const rowOf = (uploadId: string) =>
  env.DB.prepare('SELECT status, r2_key AS r2Key, sha256, size_bytes AS sizeBytes FROM uploads WHERE id = ?1')
    .bind(uploadId)
    .first<{ status: string; r2Key: string; sha256: string | null; sizeBytes: number }>();
const objectsOf = async ({ userId }: TestUser) => (await env.MEDIA.list({ prefix: `user_${userId}/` })).objects;
const hashOf = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

/** 20 ms of silence in Opus, and a second of it. */
const SILENT_PACKET = Uint8Array.of(0xf8, 0xff, 0xfe);
const SECOND = Array.from({ length: 50 }, () => SILENT_PACKET);

const oggPage = (packets: Uint8Array[], sequence: number, granule: number): Uint8Array =>
  buildPage({
    isContinued: false,
    isFirst: sequence === 0,
    isLast: granule > 0,
    granule,
    serial: 7,
    sequence,
    segments: segmentsOf(packets.map(({ length }) => length)),
    body: joinBytes(...packets),
  });

const encodeOgg = (): Uint8Array => {
  const head = buildHead({ channels: 1, preSkipSamples: 0, gain: 0 });
  return joinBytes(oggPage([head], 0, 0), oggPage([buildTags()], 1, 0), oggPage(SECOND, 2, 48_000));
};

const encodeM4a = async (): Promise<Uint8Array> => {
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  const config = { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000 };
  for (const [index, packet] of SECOND.entries()) {
    await source.add(new EncodedPacket(packet, 'key', index * 0.02, 0.02), { decoderConfig: config });
  }
  await output.finalize();
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer());
};

const image = (contentType: string, bytes: Uint8Array): FileToSend => ({ kind: 'image', contentType, bytes });
const audio = (contentType: string, bytes: Uint8Array): FileToSend => ({ kind: 'audio', contentType, bytes });

test.each([
  ['PNG', image('image/png', encodePng({ widthPx: 640, heightPx: 480 }))],
  ['JPEG', image('image/jpg', encodeJpeg({ widthPx: 640, heightPx: 480 }))],
])('a %s is ready with its size', async (_, file) => {
  const user = await createUser();
  const { uploadId } = await sendAll(user, file);
  const upload = await jsonOf<Upload>(await complete(user, uploadId));
  expect(upload).toMatchObject({
    status: 'ready',
    widthPx: 640,
    heightPx: 480,
    durationMs: null,
    parts: [],
    errors: [],
  });
  expect(upload.expiresAt - upload.createdAt).toBeGreaterThanOrEqual(UPLOAD_KEEP_MS);
  expect(await jsonOf<Upload>(await look(user, uploadId))).toEqual(upload);
});

test('a WebP of the least size is ready, and is the only file kept', async () => {
  const user = await createUser();
  const bytes = encodeWebp();
  const { uploadId } = await sendAll(user, image('image/webp', bytes));
  expect((await complete(user, uploadId)).status).toBe(200);
  const row = await rowOf(uploadId);
  const objects = await objectsOf(user);
  expect(objects.map(({ key }) => key)).toEqual([row?.r2Key]);
  expect(row).toMatchObject({ sha256: await hashOf(bytes), sizeBytes: bytes.length });
});

test.each([
  ['MP3', async () => audio('audio/mpeg', joinBytes(silentMp3(), silentMp3())), 627],
  ['WAV', async () => audio('audio/x-wav', encodeWav({ samples: 36_000 })), 1_500],
  ['M4A', async () => audio('audio/x-m4a', await encodeM4a()), 1_000],
  ['Ogg', async () => audio('audio/ogg; codecs=opus', encodeOgg()), 1_000],
] as const)('%s is ready with the duration of its frames, as it was sent', async (_, make, durationMs) => {
  const user = await createUser();
  const file = await make();
  const { uploadId } = await sendAll(user, file);
  const upload = await jsonOf<Upload>(await complete(user, uploadId));
  expect(upload).toMatchObject({ status: 'ready', widthPx: null, heightPx: null, sizeBytes: file.bytes.length });
  expect(Math.abs((upload.durationMs ?? 0) - durationMs)).toBeLessThanOrEqual(1);
  expect((await rowOf(uploadId))?.sha256).toBe(await hashOf(file.bytes));
});

test('where a picture was taken is not kept, nor what was hidden behind it', async () => {
  const user = await createUser();
  const exif = jpegSegment(0xe1, exifBody(6, '50.0755 N, 14.4378 E'));
  const sent = joinBytes(encodeJpeg({ widthPx: 640, heightPx: 480, extra: [exif] }), bytesOf('PK\x03\x04<script>'));
  const { uploadId } = await sendAll(user, image('image/jpeg', sent));
  const upload = await jsonOf<Upload>(await complete(user, uploadId));
  expect(upload).toMatchObject({ widthPx: 480, heightPx: 640 });
  for (const { key, size } of await objectsOf(user)) {
    const kept = Buffer.from((await (await env.MEDIA.get(key))?.arrayBuffer()) ?? new ArrayBuffer());
    expect(kept.includes('50.0755')).toBe(false);
    expect(kept.includes('script')).toBe(false);
    expect(size).toBe(upload.sizeBytes);
  }
});

const svg = bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const REFUSED: [string, () => FileToSend | Promise<FileToSend>, string, string][] = [
  ['an SVG that calls itself PNG', () => image('image/png', svg), '/contentType', 'file_type_differs'],
  ['a JPEG that calls itself PNG', () => image('image/png', encodeJpeg()), '/contentType', 'file_type_differs'],
  ['sound that calls itself an image', () => image('image/webp', encodeWav()), '/contentType', 'file_type_differs'],
  [
    'a ZIP that calls itself MP3',
    () => audio('audio/mpeg', bytesOf('PK\x03\x04 and more')),
    '/contentType',
    'file_type_differs',
  ],
  ['one byte', () => image('image/png', Uint8Array.of(0x89)), '/contentType', 'file_type_differs'],
  ['a PNG cut off', () => image('image/png', encodePng().slice(0, -9)), '/file', 'file_unreadable'],
  [
    'half an MP3 header',
    () => audio('audio/mpeg', bytesOf('ID3\x04\0\0\0\0\0\0 and nothing')),
    '/file',
    'file_unreadable',
  ],
  ['an empty WAV', () => audio('audio/wav', encodeWav({ samples: 0 })), '/file', 'file_unreadable'],
  [
    'an M4A of nothing',
    () => audio('audio/mp4', bytesOf('\0\0\0\x14ftypM4A \0\0\0\0M4A ')),
    '/file',
    'file_unreadable',
  ],
  [
    'a JPEG in the inks of print',
    () => image('image/jpeg', encodeJpeg({ components: 4 })),
    '/file',
    'image_unsupported',
  ],
  [
    'a WebP that moves',
    () => image('image/webp', encodeWebp(webpCanvas(0b10), webpPicture())),
    '/file',
    'image_unsupported',
  ],
  ['a film', () => audio('audio/mp4', firstFilm()), '/file', 'sound_unsupported'],
  ['an M4A without loss', () => audio('audio/mp4', losslessM4a()), '/file', 'sound_unsupported'],
  ['an image of 299 pixels', () => image('image/png', encodePng({ widthPx: 299 })), '/file', 'image_too_small'],
  [
    'an image of 1 × 10⁹',
    () => image('image/png', encodePng({ widthPx: 1, heightPx: 1e9, data: svg })),
    '/file',
    'image_too_small',
  ],
  [
    'a bomb of 10⁹ × 10⁹',
    () => image('image/png', encodePng({ widthPx: 1e9, heightPx: 1e9, data: svg })),
    '/file',
    'image_too_large',
  ],
  [
    '40 million pixels and some',
    () => image('image/jpeg', encodeJpeg({ widthPx: 6_325, heightPx: 6_325 })),
    '/file',
    'image_too_large',
  ],
  [
    'sound of 301 seconds',
    () => audio('audio/wav', encodeWav({ sampleRateHz: 8_000, bits: 8, samples: 8_000 * 301, sound: silence })),
    '/file',
    'audio_too_long',
  ],
];

test.each(REFUSED)('%s is refused and gone', async (_, make, pointer, code) => {
  const user = await createUser();
  const { uploadId } = await sendAll(user, await make());
  const problem = await problemOf(await complete(user, uploadId));
  expect([problem.status, problem.code]).toEqual([422, 'validation_failed']);
  expect(problem.errors).toEqual([{ pointer, code, message: expect.stringMatching(/./) }]);
  expect(await objectsOf(user)).toEqual([]);
  expect((await problemOf(await complete(user, uploadId))).errors).toEqual(problem.errors);
  expect(await jsonOf<Upload>(await look(user, uploadId))).toMatchObject({ status: 'refused', errors: problem.errors });
});

test('sound of 300 seconds is taken, whatever its header says', async () => {
  const user = await createUser();
  const samples = 8 * UPLOAD_AUDIO_MAX_MS;
  const bytes = encodeWav({ sampleRateHz: 8_000, bits: 8, samples, sound: silence });
  const { uploadId } = await sendAll(user, audio('audio/wav', bytes));
  expect(await jsonOf<Upload>(await complete(user, uploadId))).toMatchObject({ durationMs: UPLOAD_AUDIO_MAX_MS });
});

test('a WAV that promises more than it holds lasts as long as it sounds', async () => {
  const user = await createUser();
  const bytes = encodeWav({ samples: 24_000, saysBytes: 24_000 * 2 * 600 });
  const { uploadId } = await sendAll(user, audio('audio/wav', bytes));
  expect((await jsonOf<Upload>(await complete(user, uploadId))).durationMs).toBe(1_000);
});

test('an image of more than one part is joined, cleaned and kept whole', async () => {
  const user = await createUser();
  const data = crypto.getRandomValues(new Uint8Array(60_000));
  const large = joinBytes(...Array.from({ length: 150 }, () => data));
  const picture = encodePng({ data: large });
  const sent = encodePng({ extra: [pngChunk('tEXt', bytesOf('Ada, at home'))], data: large });
  const upload = await sendAll(user, image('image/png', sent));
  expect(upload.parts).toHaveLength(2);
  expect(await jsonOf<Upload>(await complete(user, upload.uploadId))).toMatchObject({ sizeBytes: picture.length });
  expect((await rowOf(upload.uploadId))?.sha256).toBe(await hashOf(picture));
});
