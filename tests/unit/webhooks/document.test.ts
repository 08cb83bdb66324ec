import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sentEventSchema, webhookPayloadSchema } from '../../../worker/contract/webhooks.ts';

const document = readFileSync(
  path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'docs', 'webhooks.md'),
  'utf8',
);

test('what docs/webhooks.md shows of a message is one', () => {
  const example = /```json\n([\s\S]*?)```/.exec(document)?.[1] ?? '';
  expect(webhookPayloadSchema.safeParse(JSON.parse(example)).error?.issues).toBeUndefined();
});

test('docs/webhooks.md names every event, and no other', () => {
  const named = [...document.matchAll(/^\| `([a-z]+\.[a-z_]+)` /gm)].map((match) => match[1] ?? '');
  expect(named.sort()).toEqual(sentEventSchema.options.toSorted());
});
