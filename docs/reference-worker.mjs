// A worker for Ozvena in one file: Node 18 or newer, no packages. See docs/external-worker.md.
//
//   WORKER_CALLBACK_SECRET=… OZVENA_ORIGIN=https://ozvena.example PORT=9000 node docs/reference-worker.mjs
//
// It draws pictures and makes tones, so that the protocol can be tried. Put your own model into `make`.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { deflateSync } from 'node:zlib';

const SECRET = process.env.WORKER_CALLBACK_SECRET ?? '';
const ORIGIN = process.env.OZVENA_ORIGIN ?? 'http://localhost:8787';
const PORT = Number(process.env.PORT ?? 9_000);

const BODY_MAX_BYTES = 1_000_000;
const WAITING_MAX_JOBS = 8;
const HEARTBEAT_EVERY_MS = 20_000;
const UPLOAD_TRIES = 5;
const REPORT_TRIES = 8;
const FIRST_WAIT_MS = 1_000;

if (SECRET.length < 32) throw new Error('Set WORKER_CALLBACK_SECRET to the one that Ozvena has.');

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** @param {string | Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
/** @param {string} data */
const hmac = (data) => createHmac('sha256', SECRET).update(data);

// ── What comes in: a job, with a token that says who sends it ──────────────────────────────────────────────────────

/** The token is an HS256 JWT over the job's id, its receiver, its body and a few minutes. @returns {boolean} */
const isGenuine = (token, jobId, body) => {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = hmac(`${head}.${payload}`).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const isFresh = claims.exp * 1_000 > Date.now();
  return (
    alg === 'HS256' && isFresh && claims.iss === ORIGIN && claims.sub === jobId && claims.body_sha256 === sha256(body)
  );
};

// ── What goes out: reports, each signed anew, and files by the job's own links ─────────────────────────────────────

/** Sends a report until it is answered. Ozvena takes each signature once and each report as often as it comes. */
const report = async (jobId, url, content, tries = REPORT_TRIES) => {
  const body = JSON.stringify(content);
  for (let attempt = 1; ; attempt += 1) {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      'Content-Type': 'application/json',
      'X-Worker-Timestamp': timestamp,
      'X-Worker-Signature': hmac(`${jobId}|${timestamp}|${sha256(body)}`).digest('hex'),
    };
    try {
      const reply = await fetch(url, { method: 'POST', headers, body });
      if (reply.ok) return await reply.json();
      const problem = await reply.text();
      // What Ozvena does not understand it will not understand later; a signature is made anew with the next second.
      if (reply.status < 500 && reply.status !== 429 && reply.status !== 401) throw new Refused(problem);
      if (attempt === tries) throw new Error(problem);
    } catch (error) {
      if (error instanceof Refused || attempt === tries) throw error;
    }
    await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
  }
};

class Refused extends Error {}

/** WORK-08: five tries, further apart each time. A link keeps what it got first, so trying again is safe. */
const upload = async (url, bytes) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await fetch(url, { method: 'PUT', body: bytes });
      if (reply.ok) return url;
      throw new Error(`${reply.status}: ${await reply.text()}`);
    } catch (error) {
      if (attempt === UPLOAD_TRIES) throw error;
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
};

// ── The work ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Jobs by id, so that one that is handed over again while it is being made is not made twice. */
const known = new Map();
const waiting = [];
let isAtWork = false;

const work = async (job) => {
  const { jobId, uploads } = job;
  let isOver = false;
  let progress = 0;
  const heart = setInterval(async () => {
    // A job that was canceled is not worth another second.
    const reply = await report(jobId, job.heartbeatUrl, { progress }, 1).catch(() => undefined);
    if (reply && !reply.isOpen) isOver = true;
  }, HEARTBEAT_EVERY_MS);
  try {
    const preview = make(job, 'preview');
    const previewUrls = await Promise.all(preview.map((bytes, at) => upload(uploads[`preview_${at + 1}`], bytes)));
    const shown = await report(jobId, job.previewReadyUrl, { previewUrls });
    progress = 0.5;
    if (isOver || !shown.isOpen) return;
    const final = make(job, 'final');
    const finalUrls = await Promise.all(final.map((bytes, at) => upload(uploads[`final_${at + 1}`], bytes)));
    await report(jobId, job.callbackUrl, { status: 'completed', finalUrls });
  } catch (error) {
    console.error(`${jobId}: ${error.message}`);
    await report(jobId, job.callbackUrl, { status: 'failed', message: error.message.slice(0, 500) }).catch(
      console.error,
    );
  } finally {
    clearInterval(heart);
    known.delete(jobId);
  }
};

const workOn = async () => {
  if (isAtWork) return;
  isAtWork = true;
  for (let job = waiting.shift(); job; job = waiting.shift()) await work(job);
  isAtWork = false;
};

/** The files of a stage, as bytes. Pictures from the prompt, a tone as long as the text; a film needs more than this file. */
const make = ({ module, params, inputs }, stage) => {
  if (module === 'image') {
    const [across, down] = params.aspectRatio.split(':').map(Number);
    const side = stage === 'preview' ? 480 : 1_024;
    const scale = side / Math.min(across, down);
    return Array.from({ length: stage === 'preview' ? 1 : params.count }, (_, at) =>
      drawPicture(`${params.prompt} ${params.seed + at}`, Math.round(across * scale), Math.round(down * scale)),
    );
  }
  if (module === 'tts') return [makeTone(Math.min(10, 1 + params.text.length / 15))];
  // A film would read its picture here: await fetch(inputs.image.url), then call ffmpeg, or your model.
  throw new Error(`this worker makes no ${module} (of ${Object.keys(inputs).join(' and ') || 'nothing'})`);
};

// ── Media without packages: PNG and WAV ─────────────────────────────────────────────────────────────────────────────

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, sum]);
};

/** Bands of colour that depend on the words: the same words give the same picture. */
const drawPicture = (words, width, height) => {
  const seed = createHash('sha256').update(words).digest();
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin((x / width) * (2 + (seed[0] ?? 0) / 40) + (y / height) * (2 + (seed[1] ?? 0) / 40));
      const at = y * (1 + width * 3) + 1 + x * 3;
      for (let tone = 0; tone < 3; tone += 1) rows[at + tone] = 128 + Math.round(wave * ((seed[2 + tone] ?? 0) / 2));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
};

const makeTone = (seconds) => {
  const rate = 24_000;
  const samples = Math.round(seconds * rate);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) wav.writeInt16LE(Math.round(Math.sin(at / 17) * 9_000), 44 + at * 2);
  return wav;
};

// ── The door ────────────────────────────────────────────────────────────────────────────────────────────────────────

const readBody = async (request) => {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BODY_MAX_BYTES) throw new Error('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};

const answer = async (request) => {
  if (request.method !== 'POST') return 405;
  const body = await readBody(request);
  const job = JSON.parse(body);
  const token = request.headers['x-job-token'];
  if (typeof token !== 'string' || !isGenuine(token, job.jobId, body)) return 401;
  if (known.has(job.jobId)) return 202;
  // Ozvena asks again later.
  if (waiting.length >= WAITING_MAX_JOBS) return 429;
  known.set(job.jobId, job);
  waiting.push(job);
  void workOn();
  return 202;
};

createServer(async (request, response) => {
  response.statusCode = await answer(request).catch(() => 400);
  response.end();
}).listen(PORT, () => console.log(`waiting for jobs of ${ORIGIN} at port ${PORT}`));
