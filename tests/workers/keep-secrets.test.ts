import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { signSession } from '../../worker/services/sessions/access-token.ts';
import { createRefreshToken } from '../../worker/services/sessions/refresh-token.ts';
import { createToken } from '../../worker/services/tokens/token-format.ts';
import { createSecret } from '../../worker/services/webhooks/signing.ts';
import { secretsIn } from '../support/keep-secrets.ts';

test('the search of the logs knows a secret when it sees one, and nothing else', async () => {
  const claims = { userId: 'u', role: 'user', sessionId: 's' } as const;
  expect(secretsIn(`found ${createToken()}`)).toEqual(['an API token']);
  expect(secretsIn(await signSession(env.SESSION_SECRET, claims, Date.now()))).toEqual(['a JWT']);
  expect(secretsIn(createRefreshToken(crypto.randomUUID()).token)).toEqual(['a refresh token']);
  expect(secretsIn(`{"secret":"${createSecret()}"}`)).toEqual(['a signing secret of webhooks']);
  expect(secretsIn('Authorization: sk-abcdefgh1234')).toEqual(['a vendor’s key']);
  expect(secretsIn(`{"cause":"${env.VAULT_KEY}"}`)).toEqual(['a setting']);
  expect(secretsIn(`{"jobId":"${crypto.randomUUID()}","code":"unauthenticated"}`)).toEqual([]);
});
