import { env } from 'cloudflare:workers';
import { afterAll, expect } from 'vitest';

// F76: whatever a test file makes the product log is searched for secrets when the file has ended.

/** Written by code that does its work; each would open a door to whoever reads the logs. */
const SECRETS: [string, RegExp][] = [
  ['an API token', /ozv-[0-9A-Za-z]{43}/],
  ['a JWT', /eyJ[\w-]{10,}\.[\w-]{10,}\./],
  ['a refresh token', /[0-9a-f-]{36}\.[\w-]{43}(?![\w-])/],
  ['the secret of an authenticator', /\b[A-Z2-7]{32}\b/],
  ['a signing secret of webhooks', /whsec_[A-Za-z0-9+/]{8}/],
  ['a vendor’s key', /\b(sk|uni|fal|xi)[-_][\w-]{8,}/],
];

const SETTINGS = [env.SESSION_SECRET, env.WORKER_CALLBACK_SECRET, env.VAULT_KEY];

/** The names of the secrets that a text holds. */
export const secretsIn = (text: string): string[] => [
  ...SECRETS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
  ...(SETTINGS.some((secret) => text.includes(secret)) ? ['a setting'] : []),
];

const lines: string[] = [];
const restore = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => {
  const write = console[level];
  console[level] = (...parts: unknown[]) => {
    lines.push(parts.map(String).join(' '));
    write.apply(console, parts);
  };
  return () => {
    console[level] = write;
  };
});

afterAll(() => {
  // The next file has the same console.
  for (const giveBack of restore) giveBack();
  const telling = lines.filter((line) => secretsIn(line).length > 0);
  expect(telling.map((line) => `${secretsIn(line).join(', ')} in: ${line.slice(0, 80)}`)).toEqual([]);
});
