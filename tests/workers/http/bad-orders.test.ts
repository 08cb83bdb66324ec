import { expect, test } from 'vitest';
import { AVATAR_IDS } from '../../../worker/contract/avatars.ts';
import { MODULES, type Module } from '../../../worker/contract/modules.ts';
import { api, problemOf } from '../../support/api.ts';
import { createUser, liftLimits, stateOf } from '../../support/users.ts';

const image = { uploadId: 'one-of-mine' };
const audio = { uploadId: 'another-of-mine' };

/** Parameters of every module that are well formed. */
const PARAMS: Record<Module, Record<string, unknown>> = {
  text: { message: 'Hello.' },
  image: { prompt: 'A boat' },
  img2vid_noaudio: { image, prompt: 'It moves', seconds: 5 },
  tts: { text: 'Hello.' },
  img2vid_audio: { image, audio, seconds: 5 },
  audio2vid: { audio, avatarId: AVATAR_IDS[0] },
};

const FORBIDDEN = [
  'cost',
  'costCredits',
  'override_cost',
  'skip_payment',
  'force_free',
  'duration',
  'quantity',
  'userId',
];

/** What is asked for by numbers that would pay the asker, or cost us without end. */
const NUMBERS: readonly (readonly [Module, string, unknown])[] = [
  ['text', 'temperature', -1],
  ['text', 'temperature', 2.1],
  ['text', 'maxTokens', -5],
  ['text', 'maxTokens', 1e9],
  ['text', 'seed', -1],
  ['image', 'count', 0],
  ['image', 'count', -4],
  ['image', 'count', 1e9],
  ['image', 'count', 1.5],
  ['image', 'seed', -1],
  ['img2vid_noaudio', 'seconds', -50],
  ['img2vid_noaudio', 'seconds', 0],
  ['img2vid_noaudio', 'seconds', 7],
  ['img2vid_noaudio', 'seconds', '5'],
  ['img2vid_audio', 'seconds', -5],
  ['img2vid_audio', 'startMs', -1],
  ['img2vid_audio', 'startMs', 1e9],
];

const refusedAt = async (module: Module, params: Record<string, unknown>, pointer: string) => {
  const user = await createUser({ credits: 5_000 });
  const before = await stateOf(user.userId);
  for (const path of ['/api/jobs', '/api/quotes']) {
    const key = path === '/api/jobs' ? { clientJobId: crypto.randomUUID() } : {};
    const problem = await problemOf(await api(path, { user, json: { ...key, module, params } }));
    expect([path, problem.status]).toEqual([path, 422]);
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  }
  expect(await stateOf(user.userId)).toEqual(before);
};

test.each(MODULES)('F19: %s takes no key of a client’s own reckoning', async (module) => {
  await liftLimits();
  for (const name of FORBIDDEN) await refusedAt(module, { ...PARAMS[module], [name]: 0 }, `/params/${name}`);
});

test.each(NUMBERS)('F19: %s with %s %s is refused, and nothing is charged or given', (module, name, value) =>
  refusedAt(module, { ...PARAMS[module], [name]: value }, `/params/${name}`),
);

test.each(['img2vid_noaudio', 'img2vid_audio', 'audio2vid'] as const)(
  '%s of a file that is nobody’s is refused before it is charged for',
  async (module) => {
    const user = await createUser({ credits: 5_000 });
    const before = await stateOf(user.userId);
    const body = { clientJobId: crypto.randomUUID(), module, params: PARAMS[module] };
    const problem = await problemOf(await api('/api/jobs', { user, json: body }));
    expect([problem.status, problem.errors?.[0]?.code]).toEqual([422, 'unknown_file']);
    expect(await stateOf(user.userId)).toEqual(before);
  },
);
