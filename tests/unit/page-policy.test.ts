import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'web', 'public', '_headers');

/** The content policy of every page, by directive. */
const readPolicy = (): Map<string, string[]> => {
  const line = /^\s*Content-Security-Policy:\s*(.+)$/m.exec(readFileSync(FILE, 'utf8'))?.[1] ?? '';
  const directives = line.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
};

test('pages run our own scripts and the captcha’s, and frame the captcha alone', () => {
  const policy = readPolicy();
  expect(policy.get('script-src')).toEqual(["'self'", 'https://challenges.cloudflare.com']);
  expect(policy.get('frame-src')).toEqual(['https://challenges.cloudflare.com']);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  expect(policy.get('style-src')).toEqual(["'self'"]);
});

test('nothing inline, nothing evaluated, nothing from everywhere', () => {
  const sources = [...readPolicy().values()].flat();
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter((source) => /unsafe|\*|^https?:$/.test(source))).toEqual([]);
});
