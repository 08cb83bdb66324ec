import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';

const DAY_MS = 86_400_000;
const MIDNIGHT = Date.UTC(2026, 10, 22);

const gateOf = (name: string) => env.GUEST_GATE.getByName(name);

test('a try of yesterday that fails after midnight is no try of today', async () => {
  const gate = gateOf('over-midnight');
  const beforeMidnight = MIDNIGHT - 1;
  await gate.take(beforeMidnight);
  await gate.take(MIDNIGHT);
  expect(await gate.giveBack(beforeMidnight)).toMatchObject({ remaining: 4 });
  expect(await gate.read(MIDNIGHT)).toMatchObject({ remaining: 4, resetsAt: MIDNIGHT + DAY_MS });
});

test('a try that is given back on its own day can be used again', async () => {
  const gate = gateOf('same-day');
  await gate.take(MIDNIGHT);
  expect(await gate.giveBack(MIDNIGHT + 1)).toMatchObject({ remaining: 5 });
});
