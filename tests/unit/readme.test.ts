import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(path.join(import.meta.dirname, '..', '..', name), 'utf8');

/** Settings of `.dev.vars.example`, those commented out as well. */
const settings = [...read('.dev.vars.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);

test('the README explains every setting of .dev.vars.example', () => {
  const rows = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(settings).toContain('SESSION_SECRET');
  expect(settings.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual([]);
});
