import { expect, test } from 'vitest';
import { AZURE, speakSsml, ssml } from './azure-support.ts';
import { callSandbox } from './sandbox-support.ts';

const plain = ssml('Hello.');

test.each([
  ['no XML', 'Hello.'],
  ['an empty body', ''],
  ['an element that is not closed', plain.replace('</voice>', '')],
  ['a bare ampersand', ssml('black & white')],
  ['a bare angle', ssml('1 < 2')],
  ['an attribute without quotes', ssml('<prosody rate=1.5>Hello.</prosody>')],
  ['an unknown entity', ssml('&nbsp;')],
  ['entities of one’s own', `<!DOCTYPE speak [<!ENTITY a "aaaa">]>${plain}`],
  ['a control character', ssml('a\u0001b')],
  ['two roots', plain + plain],
  ['another root', '<html><body/></html>'],
  ['no voice', '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US"></speak>'],
  ['no version', plain.replace(' version="1.0"', '')],
  ['no language', plain.replace(' xml:lang="en-US"', '')],
  ['another namespace', plain.replace('2001/10/synthesis', '1999/xhtml')],
  [
    'a prefix without a namespace',
    plain.replace(/ xmlns:mstts="[^"]*"/, '').replace('Hello.', '<mstts:silence type="Leading" value="1s"/>'),
  ],
  ['text outside of a voice', plain.replace('<voice', 'Hello.<voice')],
  ['a voice in a voice', ssml('<voice name="en-US-GuyNeural">Hello.</voice>')],
  ['an unknown voice', ssml('Hello.', 'en-US-ZeusNeural')],
  ['a voice that is a property of objects', ssml('Hello.', 'constructor')],
  ['an unknown element', ssml('<shout>Hello.</shout>')],
  ['a language inside of a prosody', ssml('<prosody rate="1.2"><lang xml:lang="de-DE">Hallo.</lang></prosody>')],
  ['a break with text', ssml('<break time="1s">Hello.</break>')],
  ['a break of no known length', ssml('<break time="soon"/>')],
  ['a rate that is none', ssml('<prosody rate="quick">Hello.</prosody>')],
  ['a pitch without a unit', ssml('<prosody pitch="3">Hello.</prosody>')],
  ['a volume that is none', ssml('<prosody volume="loudest">Hello.</prosody>')],
  [
    'too many voices',
    plain.replace('</speak>', '<voice name="en-US-GuyNeural">Hi.</voice>'.repeat(50)).concat('</speak>'),
  ],
  ['elements without end', ssml('<prosody>'.repeat(5_000) + '</prosody>'.repeat(5_000))],
  ['a huge document', ssml('a'.repeat(300_000))],
])('%s is 400 without a body', async (_, body) => {
  const answer = await speakSsml(body);
  expect([answer.status, await answer.text()]).toEqual([400, '']);
});

test.each([
  ['without a format', { 'x-microsoft-outputformat': '' }, 400],
  ['in a format that does not exist', { 'x-microsoft-outputformat': 'audio-24khz-320kbitrate-mono-mp3' }, 400],
  ['in a format that is not made here', { 'x-microsoft-outputformat': 'webm-24khz-16bit-mono-opus' }, 400],
  ['without a user agent', { 'user-agent': '' }, 400],
  ['with a user agent too long', { 'user-agent': 'a'.repeat(255) }, 400],
  ['called JSON', { 'content-type': 'application/json' }, 415],
  ['with no key', { 'ocp-apim-subscription-key': '' }, 401],
  ['with a short key', { 'ocp-apim-subscription-key': 'sandbox' }, 401],
])('%s', async (_, headers, status) => {
  const answer = await speakSsml(plain, headers);
  expect([answer.status, await answer.text()]).toEqual([status, '']);
  expect(answer.headers.get('x-requestid')).toMatch(/^[0-9a-f]{32}$/);
});

test('the list is for those with a key, and hosts are regions only', async () => {
  const path = '/cognitiveservices/voices/list';
  expect((await callSandbox(AZURE + path)).status).toBe(401);
  expect((await callSandbox(`https://tts.speech.microsoft.com${path}`)).status).toBe(404);
  expect((await callSandbox(`https://a.b.tts.speech.microsoft.com${path}`)).status).toBe(404);
});
