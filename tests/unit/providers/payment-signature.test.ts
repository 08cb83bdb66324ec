import { Buffer } from 'node:buffer';
import Razorpay from 'razorpay';
import { expect, test } from 'vitest';
import { eventIdOf, isSignedHex, signHex } from '../../../worker/providers/payment-signature.ts';

const SECRET = 'a-secret-of-enough-characters';
const BODY = '{"a":1,"b":{"c":"м/д"}}';

test.each([
  // RFC 2202, test case 2 of HMAC-MD5; RFC 4231, test case 2 of HMAC-SHA-256.
  ['md5', 'Jefe', 'what do ya want for nothing?', '750c783e6ab0b503eaa86e310a5db738'],
  [
    'sha256',
    'Jefe',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  // Razorpay's own, of the tests of his library.
  ['sha256', '123456', '{"a":1,"b":2,"c":{"d":3}}', '2fe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbc'],
] as const)('%s of a published example is the published one', (algorithm, secret, message, signature) => {
  expect(signHex(algorithm, secret, message)).toBe(signature);
  expect(isSignedHex(algorithm, secret, message, signature)).toBe(true);
});

test('what we take for signed, Razorpay’s own library takes, and the other way round', () => {
  const signature = signHex('sha256', SECRET, BODY);
  expect(Razorpay.validateWebhookSignature(BODY, signature, SECRET)).toBe(true);
  const other = signHex('sha256', `${SECRET}2`, BODY);
  expect(Razorpay.validateWebhookSignature(BODY, other, SECRET)).toBe(false);
  expect(isSignedHex('sha256', SECRET, BODY, other)).toBe(false);
});

const good = signHex('sha256', SECRET, BODY);
test.each([
  ['absent', null],
  ['empty', ''],
  ['too short by a digit', good.slice(1)],
  ['too short by a byte', good.slice(2)],
  ['too long', `${good}00`],
  ['in upper case', good.toUpperCase()],
  ['with a space', ` ${good.slice(1)}`],
  ['with a letter that is no digit', `${good.slice(0, -1)}g`],
  ['in base64', Buffer.from(good, 'hex').toString('base64')],
  ['of other bytes', `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`],
  ['of zeros', '0'.repeat(64)],
  ['of the body written anew', signHex('sha256', SECRET, JSON.stringify(JSON.parse(BODY), null, 1))],
  ['made without a secret', signHex('sha256', '', BODY)],
  ['of another algorithm', signHex('md5', SECRET, BODY)],
])('F49: a signature %s is none', (_, signature) => {
  expect(isSignedHex('sha256', SECRET, BODY, good)).toBe(true);
  expect(isSignedHex('sha256', SECRET, BODY, signature)).toBe(false);
});

test('bytes are signed as they came, whether they are text or not', () => {
  const bytes = new Uint8Array([0xff, 0x00, 0x7b]);
  expect(isSignedHex('sha256', SECRET, bytes, signHex('sha256', SECRET, bytes))).toBe(true);
  expect(isSignedHex('sha256', SECRET, new TextDecoder().decode(bytes), signHex('sha256', SECRET, bytes))).toBe(false);
});

test('the id of an event is of its facts, and of their order and number', () => {
  expect(eventIdOf('a', 'b')).toBe(eventIdOf('a', 'b'));
  const ids = [eventIdOf('a', 'b'), eventIdOf('b', 'a'), eventIdOf('ab'), eventIdOf('a,b'), eventIdOf('a', 'b', null)];
  expect(new Set(ids).size).toBe(ids.length);
});
