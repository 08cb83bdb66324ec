import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RAZORPAY_SCRIPT_URL } from '../../worker/providers/razorpay.ts';
import { WAYFORPAY_PAGE_URL } from '../../worker/providers/wayforpay.ts';

const FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'web', 'public', '_headers');

/** The content policy of every page, by directive. */
const readPolicy = (): Map<string, string[]> => {
  const line = /^\s*Content-Security-Policy:\s*(.+)$/m.exec(readFileSync(FILE, 'utf8'))?.[1] ?? '';
  const directives = line.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
};

test('pages run and frame nothing but our own, the captcha and the checkout that opens over them', () => {
  const policy = readPolicy();
  expect(policy.get('script-src')).toEqual([
    "'self'",
    'https://challenges.cloudflare.com',
    'https://checkout.razorpay.com',
  ]);
  expect(policy.get('frame-src')).toEqual([
    'https://challenges.cloudflare.com',
    'https://api.razorpay.com',
    'https://checkout.razorpay.com',
  ]);
  expect(policy.get('connect-src')).toEqual(["'self'", 'https://api.razorpay.com', 'https://lumberjack.razorpay.com']);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  expect(policy.get('style-src')).toEqual(["'self'"]);
});

test('nothing inline, nothing evaluated, nothing from everywhere', () => {
  const sources = [...readPolicy().values()].flat();
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter((source) => /unsafe|\*|^https?:$/.test(source))).toEqual([]);
});

test('forms go to us, and to the checkout that begins with a form', () => {
  const policy = readPolicy();
  expect(policy.get('form-action')).toEqual(["'self'", new URL(WAYFORPAY_PAGE_URL).origin]);
  expect(policy.get('script-src')).toContain(new URL(RAZORPAY_SCRIPT_URL).origin);
});

test('a checkout in a frame may open the page of a bank, which the stricter policy of openers cuts off from it', () => {
  expect(readFileSync(FILE, 'utf8')).toMatch(/^ {2}Cross-Origin-Opener-Policy: same-origin-allow-popups$/m);
});
