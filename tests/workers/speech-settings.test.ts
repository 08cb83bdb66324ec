import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseEnv } from '../../worker/env.ts';
import { ConfigError } from '../../worker/settings.ts';

const speechOf = (settings: Record<string, string>) => parseEnv({ ...env, ...settings } as Env).vendors;

test('without keys the sandbox speaks for every vendor', () => {
  expect(speechOf({})).toEqual({});
});

test('each key is one vendor’s, with what else his account is known by', () => {
  expect(
    speechOf({
      UNICORN_API_KEY: 'uni_of_the_house',
      UNICORN_BASE_URL: 'https://voice.example',
      AZURE_SPEECH_KEY: 'azure-key',
      AZURE_SPEECH_REGION: 'centralindia',
      MINIMAX_API_KEY: 'minimax-key',
      MINIMAX_GROUP_ID: '1742',
      FAL_KEY: 'fal-id:fal-secret',
    }),
  ).toEqual({
    unicorn: { apiKey: 'uni_of_the_house', baseUrl: 'https://voice.example', extras: {} },
    azure: { apiKey: 'azure-key', baseUrl: undefined, extras: { region: 'centralindia' } },
    minimax: { apiKey: 'minimax-key', baseUrl: undefined, extras: { groupId: '1742' } },
    fal: { apiKey: 'fal-id:fal-secret', baseUrl: undefined, extras: {} },
  });
  expect(speechOf({ MINIMAX_API_KEY: 'minimax-key' }).minimax?.extras).toEqual({});
});

test.each<[string, Record<string, string>]>([
  ['a key of Azure without its region', { AZURE_SPEECH_KEY: 'azure-key' }],
  ['a region without a key', { AZURE_SPEECH_REGION: 'westeurope' }],
  ['a region that is a host', { AZURE_SPEECH_KEY: 'azure-key', AZURE_SPEECH_REGION: 'evil.example/' }],
  ['a group that is no number', { MINIMAX_API_KEY: 'minimax-key', MINIMAX_GROUP_ID: 'mine' }],
  ['a key too short', { FAL_KEY: 'short' }],
])('%s is refused', (_, settings) => {
  expect(() => speechOf(settings)).toThrow(ConfigError);
});
