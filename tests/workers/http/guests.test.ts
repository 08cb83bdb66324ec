import { expect, test } from 'vitest';
import { GUEST_REQUESTS_PER_DAY } from '../../../worker/contract/limits.ts';
import { guestAddress } from '../../../worker/services/guests/address.ts';
import { synthesizeAsGuest } from '../../../worker/services/guests/synthesize-as-guest.ts';
import { api, bytesOf, jsonOf, newAddress, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { scriptedProviders, silence, vendorError } from '../../support/speech.ts';

const speak = (
  address: string,
  text: string,
  own: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) => api('/api/tts/synthesize', { json: { text, ...own }, headers: { 'CF-Connecting-IP': address, ...headers } });

const remainingOf = async (address: string): Promise<number> =>
  (await jsonOf<{ remaining: number }>(await api('/api/guest', { headers: { 'CF-Connecting-IP': address } })))
    .remaining;

/** Uses up the tries of an address without a vendor. */
const useUp = async (address: string, tries = GUEST_REQUESTS_PER_DAY) => {
  const ctx = testContext({ providers: scriptedProviders() });
  const from = guestAddress(new Headers({ 'CF-Connecting-IP': address }));
  for (let count = 0; count < tries; count += 1) {
    const spoken = await synthesizeAsGuest(ctx, { address: from, params: { text: 'Hello.' } });
    await new Response(spoken.body).arrayBuffer();
  }
  await ctx.settled();
};

test('a guest hears five sentences a day; the sixth is refused kindly and spoken to nobody', async () => {
  const address = newAddress();
  const { text, tag } = ownText();
  for (let left = GUEST_REQUESTS_PER_DAY - 1; left >= 0; left -= 1) {
    const reply = await speak(address, text);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('Content-Type')).toBe('audio/mpeg');
    expect(reply.headers.get('X-Guest-Remaining')).toBe(String(left));
    expect(reply.headers.get('X-Credits-Charged')).toBe('0');
    expect((await bytesOf(reply)).byteLength).toBeGreaterThan(1_000);
  }
  const sixth = await speak(address, text);
  const seconds = Number(sixth.headers.get('Retry-After'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(86_400);
  expect(await problemOf(sixth)).toMatchObject({
    status: 429,
    code: 'guest_limit_reached',
    retryAfterSeconds: seconds,
  });
  expect(await countCalls(tag)).toBe(GUEST_REQUESTS_PER_DAY);
  expect(await remainingOf(address)).toBe(0);
});

test('tries that come at the same moment are counted one by one', async () => {
  const address = newAddress();
  const { text, tag } = ownText();
  const replies = await Promise.all(Array.from({ length: 12 }, () => speak(address, text)));
  const spoken = replies.filter((reply) => reply.status === 200);
  await Promise.all(replies.map((reply) => reply.arrayBuffer()));
  expect(spoken).toHaveLength(GUEST_REQUESTS_PER_DAY);
  expect(await countCalls(tag)).toBe(GUEST_REQUESTS_PER_DAY);
});

test.each([
  ['an IPv6 /64', '2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', 0],
  ['another /64', '2001:db8:1:3::1', '2001:db8:1:4::1', GUEST_REQUESTS_PER_DAY],
  ['an IPv4 address written as IPv6', '::ffff:203.0.113.9', '203.0.113.9', 0],
  ['the same one in hexadecimal', '::ffff:cb00:710a', '203.0.113.10', 0],
  ['IPv6 in another spelling', '2001:DB8:5:0:0:0:0:1', '2001:db8:5::2', 0],
  ['a neighbour in IPv4', '203.0.113.20', '203.0.113.21', GUEST_REQUESTS_PER_DAY],
])('F62: %s is counted as it should be', async (_, used, asked, left) => {
  await useUp(used);
  expect(await remainingOf(asked)).toBe(left);
});

test('F62: headers that a client can write himself are not believed', async () => {
  const address = newAddress();
  await useUp(address);
  for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP', 'X-Client-IP']) {
    const reply = await speak(address, 'Hello.', {}, { [name]: '198.51.100.99' });
    expect(reply.status, name).toBe(429);
  }
});

test('what is no address is counted together, not let through', () => {
  for (const value of ['', 'unknown', '1.2.3.4, 5.6.7.8', 'evil']) {
    expect(guestAddress(new Headers({ 'CF-Connecting-IP': value }))).toBe('local');
  }
  expect(guestAddress(new Headers())).toBe('local');
});

test('F44: a new day in UTC brings new tries, its last millisecond does not, and a clock that jumps back neither', async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const gate = ctx.guestGate(crypto.randomUUID());
  const midnight = Date.UTC(2027, 1, 28);
  for (let count = 0; count < GUEST_REQUESTS_PER_DAY; count += 1) await gate.take(midnight - 2);
  expect(await gate.take(midnight - 1)).toMatchObject({ ok: false, remaining: 0, resetsAt: midnight });
  expect(await gate.take(midnight)).toMatchObject({ ok: true, remaining: 4, resetsAt: midnight + 86_400_000 });
  expect(await gate.read(midnight - 1)).toMatchObject({ remaining: 4 });
});

test('a try that the vendor spoils before the first sound is given back', async () => {
  const address = newAddress();
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 500 }, 2);
  const problem = await problemOf(await speak(address, text));
  expect([problem.status, problem.code]).toEqual([503, 'provider_unavailable']);
  expect(await remainingOf(address)).toBe(GUEST_REQUESTS_PER_DAY);
});

test('one that breaks off after the first sound is not: the guest has heard something', async () => {
  const ctx = testContext({
    providers: scriptedProviders(async function* () {
      yield { bytes: silence() };
      throw vendorError('unavailable');
    }),
  });
  const address = crypto.randomUUID();
  const spoken = await synthesizeAsGuest(ctx, { address, params: { text: 'Hello.' } });
  await expect(new Response(spoken.body).arrayBuffer()).rejects.toThrow();
  await ctx.settled();
  expect(await ctx.guestGate(address).read(ctx.clock.now())).toMatchObject({ remaining: 4 });
});

test.each([
  ['501 characters', { text: 'a'.repeat(501) }, 422],
  ['no text', { text: '' }, 422],
  ['an unknown voice', { text: 'Hello.', voiceId: 'x' }, 422],
  ['an unknown key', { text: 'Hello.', cost: 0 }, 422],
  ['high quality', { text: 'Hello.', hq: true }, 403],
])('%s costs a guest no try', async (_, { text, ...own }, status) => {
  const address = newAddress();
  expect((await problemOf(await speak(address, text, own))).status).toBe(status);
  expect(await remainingOf(address)).toBe(GUEST_REQUESTS_PER_DAY);
});

test('500 characters are spoken', async () => {
  const text = 'Ozvena. '.repeat(63).slice(0, 500);
  const reply = await speak(newAddress(), text);
  expect(reply.status).toBe(200);
  await reply.body?.cancel();
});

test('a guest’s key is not an account: the same request again is another try', async () => {
  const address = newAddress();
  await useUp(address, 3);
  for (const left of ['1', '0']) {
    const reply = await speak(address, 'Hello.', {}, { 'Idempotency-Key': 'k' });
    expect(reply.headers.get('X-Guest-Remaining')).toBe(left);
    await reply.arrayBuffer();
  }
});
