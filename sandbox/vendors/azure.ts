import { Hono, type HonoRequest } from 'hono';
import { wavHeader } from '../engine/pcm-stream.ts';
import type { SandboxEnv } from '../env.ts';
import { AZURE_AUDIO_MAX_MS, AZURE_UNSPOKEN_MS, SSML_USER_AGENT_MAX_CHARS } from '../limits.ts';
import { findAzureFormat } from './azure-formats.ts';
import { readSsml } from './azure-reading.ts';
import { parseSsml, SsmlError } from './azure-ssml.ts';
import { AZURE_VOICES, describeAzureVoice } from './azure-voices.ts';
import { beginNarration, type Line } from './narration.ts';
import { collectAudio, streamAudio } from './narration-stream.ts';
import { readUtf8 } from './read-body.ts';

/** A resource's key, in the old length or the new. */
const KEY = /^[0-9A-Za-z]{32,84}$/;

/** @throws SsmlError for a body that is no document */
const readLines = async (request: HonoRequest): Promise<Line[]> => {
  const source = await readUtf8(request);
  if (source === undefined) throw new SsmlError('no UTF-8, or too large');
  return readSsml(parseSsml(source));
};

/** Azure's speech over REST, as README.md describes it. Its errors are statuses without a body. */
export const azure = new Hono<{ Bindings: SandboxEnv }>()
  .use(async (c, next) => {
    c.header('X-RequestId', crypto.randomUUID().replaceAll('-', ''));
    if (!KEY.test(c.req.header('ocp-apim-subscription-key') ?? '')) return c.body(null, 401);
    return next();
  })
  .get('/cognitiveservices/voices/list', (c) => c.json(AZURE_VOICES.map(describeAzureVoice)))
  .post('/cognitiveservices/v1', async (c) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/ssml+xml') return c.body(null, 415);
    const agent = c.req.header('user-agent') ?? '';
    const format = findAzureFormat(c.req.header('x-microsoft-outputformat') ?? '');
    if (agent === '' || agent.length > SSML_USER_AGENT_MAX_CHARS || !format) return c.body(null, 400);
    const lines = await readLines(c.req);
    const { first, rest } = await beginNarration({
      // A text that no voice can speak is no error: it is not heard, that is all.
      lines: lines.length > 0 ? lines : [{ char_start: 0, silence_ms: AZURE_UNSPOKEN_MS }],
      format: format.sound,
      high_quality: format.high_fidelity,
      max_ms: AZURE_AUDIO_MAX_MS,
    });
    const headers = { 'Content-Type': format.content_type };
    if (!format.riff) return c.body(streamAudio(first, rest), 200, headers);
    const samples = await collectAudio(first, rest);
    return c.body(new Blob([wavHeader(format.sound.sample_rate, samples.length), samples]).stream(), 200, headers);
  })
  .notFound((c) => c.body(null, 404))
  .onError((error, c) => {
    if (error instanceof SsmlError) return c.body(null, 400);
    console.error('azure failed', error);
    return c.body(null, 503);
  });
