import { expect, test } from 'vitest';
import { callSandbox, readError, speak, UNICORN } from './sandbox-support.ts';

const text = 'Hello.';

test.each([
  ['unknown key', { text, colour: 'red' }, 422, 'invalid_request', 'colour'],
  ['no text', {}, 422, 'invalid_request', 'text'],
  ['text of a wrong type', { text: 7 }, 422, 'invalid_request', 'text'],
  ['empty text', { text: '' }, 422, 'text_empty', 'text'],
  ['white space', { text: ' \n\t ' }, 422, 'text_empty', 'text'],
  ['punctuation only', { text: '… !? —' }, 422, 'text_empty', 'text'],
  ['too long', { text: 'a'.repeat(10_001) }, 422, 'text_too_long', 'text'],
  ['NUL', { text: 'a\u0000b' }, 422, 'invalid_text', 'text'],
  ['a control character the engine obeys', { text: 'a\u000199Sb' }, 422, 'invalid_text', 'text'],
  ['half a surrogate pair', '{"text":"a\\ud800b"}', 422, 'invalid_text', 'text'],
  ['unknown voice', { text, voice_id: 'zeus' }, 422, 'unknown_voice', 'voice_id'],
  ['a voice that is a property of objects', { text, voice_id: 'constructor' }, 422, 'unknown_voice', 'voice_id'],
  ['unknown template', { text, template_id: 'opera' }, 422, 'unknown_template', 'template_id'],
  ['voice and template', { text, voice_id: 'iris', template_id: 'narrator' }, 422, 'invalid_request', 'template_id'],
  ['unknown language', { text, language: 'tlh' }, 422, 'unknown_language', 'language'],
  ['too fast', { text, speed: 2.1 }, 422, 'invalid_request', 'speed'],
  ['too slow', { text, speed: 0.4 }, 422, 'invalid_request', 'speed'],
  ['speed that is text', { text, speed: '1' }, 422, 'invalid_request', 'speed'],
  ['too high', { text, pitch: 13 }, 422, 'invalid_request', 'pitch'],
  ['too low', { text, pitch: -13 }, 422, 'invalid_request', 'pitch'],
  ['too loud', { text, volume: 101 }, 422, 'invalid_request', 'volume'],
  ['negative volume', { text, volume: -1 }, 422, 'invalid_request', 'volume'],
  ['unknown bitrate', { text, bitrate_kbps: 65 }, 422, 'invalid_request', 'bitrate_kbps'],
  ['unknown quality', { text, quality: 'ultra' }, 422, 'invalid_request', 'quality'],
  ['unknown format', { text, format: 'wav' }, 422, 'invalid_request', 'format'],
  ['null', 'null', 422, 'invalid_request', undefined],
  ['a list', [], 422, 'invalid_request', undefined],
  ['broken JSON', '{"text":', 400, 'invalid_json', undefined],
  ['NaN', '{"text":"a","speed":NaN}', 400, 'invalid_json', undefined],
  ['no body', '', 400, 'invalid_json', undefined],
  ['a huge body', { text: 'a'.repeat(400_000) }, 413, 'body_too_large', undefined],
])('%s', async (_, body, status, code, param) => {
  for (const path of ['/v1/speech', '/v1/speech/timed']) {
    const answer = await speak(body, path);
    expect(answer.status).toBe(status);
    const error = await readError(answer);
    expect({ code: error.code, param: error.param }).toEqual({ code, param });
    expect(error.message).not.toBe('');
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  }
});

test.each([
  ['no type', ''],
  ['form', 'application/x-www-form-urlencoded'],
  ['plain', 'text/plain'],
])('a body that is not called JSON: %s', async (_, type) => {
  const answer = await speak({ text }, '/v1/speech', { 'content-type': type });
  expect(answer.status).toBe(415);
  expect((await readError(answer)).code).toBe('unsupported_media_type');
});

test('a body in bytes that are no UTF-8', async () => {
  const answer = await callSandbox(`${UNICORN}/v1/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'uni_x' },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  });
  expect([answer.status, (await readError(answer)).code]).toEqual([400, 'invalid_json']);
});

test.each(['', 'sk_sandbox', 'UNI_sandbox'])('the key “%s” is refused', async (key) => {
  for (const path of ['/v1/voices', '/v1/templates', '/v1/nothing']) {
    const answer = await callSandbox(UNICORN + path, { headers: key ? { 'x-api-key': key } : {} });
    expect([answer.status, (await readError(answer)).code]).toEqual([401, 'invalid_key']);
  }
  const answer = await speak({ text }, '/v1/speech', { 'x-api-key': key });
  expect([answer.status, (await readError(answer)).code]).toEqual([401, 'invalid_key']);
});

test('the longest text that is allowed is taken', async () => {
  const answer = await speak({ text: '漢'.repeat(1) + ' '.repeat(9_999), language: 'zh' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-characters')).toBe('10000');
  await answer.body?.cancel();
});

test('unknown paths and hosts', async () => {
  const path = await callSandbox(`${UNICORN}/v2/speech`, { headers: { 'x-api-key': 'uni_x' } });
  expect([path.status, (await readError(path)).code]).toEqual([404, 'not_found']);
  const host = await callSandbox('https://api.nobody.example/v1/speech', { method: 'POST', body: '{}' });
  expect([host.status, (await readError(host)).code]).toEqual([404, 'unknown_host']);
  const page = await callSandbox('https://any.example/sandbox/nothing');
  expect([page.status, (await readError(page)).code]).toEqual([404, 'not_found']);
});

test('the first page names the vendors', async () => {
  const { vendors }: { vendors: { name: string; host: string }[] } = await (
    await callSandbox('https://any.example/sandbox/')
  ).json();
  expect(vendors).toContainEqual(expect.objectContaining({ name: 'unicorn', host: 'unicorn.ozvena.example' }));
});
