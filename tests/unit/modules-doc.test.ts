import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MODULE_LIMITS } from '../../worker/contract/module-limits.ts';
import { MODULES } from '../../worker/contract/modules.ts';
import type { PriceRule } from '../../worker/contract/money.ts';
import { etaOf } from '../../worker/ledger/plan-submit.ts';
import { PRICE_BOOK } from '../../worker/pricing/price-book.ts';
import { markdownTable } from '../support/markdown-table.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const FILE = path.join(ROOT, 'docs', 'modules.md');

type Profile = {
  model_id: string;
  module: string;
  provider: string;
  vendor_model: string;
  preview_avg_ms: number;
  final_avg_ms: number;
  fallback_model_id: string | null;
};

/** The models as the migrations leave them. */
const profiles = (): Map<string, Profile> => {
  const db = new DatabaseSync(':memory:');
  const folder = path.join(ROOT, 'migrations');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.sql')) db.exec(readFileSync(path.join(folder, name), 'utf8'));
  }
  const rows = db.prepare('SELECT * FROM model_profiles').all() as unknown as Profile[];
  db.close();
  return new Map(rows.map((row) => [row.model_id, row]));
};

const inWords = (rule: PriceRule): string => {
  switch (rule.kind) {
    case 'per_char':
      return `${rule.milliCreditsPerChar / 1_000} a character`;
    case 'flat':
      return `${rule.credits} a call`;
    case 'per_unit_duration':
      return `${rule.creditsPerUnit} per ${rule.unitSeconds} s`;
    case 'per_started_minute':
      return `${rule.creditsPerMinute} a minute begun`;
    case 'free_quota':
      return `${rule.freePerDay} free a day, then ${rule.creditsAfter}`;
  }
};

const modelTable = (): string => {
  const known = profiles();
  const rows = PRICE_BOOK.models.map(({ modelId, module, name, rule }) => {
    const profile = known.get(modelId);
    if (profile?.module !== module) throw new Error(`the migrations have no ${modelId} of ${module}`);
    const { provider, vendor_model: vendorModel, preview_avg_ms: previewMs, final_avg_ms: finalMs } = profile;
    const eta = `${etaOf({ previewMs, finalMs }, 1) / 1_000} s`;
    const standIn = profile.fallback_model_id;
    return [
      `\`${module}\``,
      name,
      `\`${modelId}\``,
      provider,
      vendorModel === provider ? '' : `\`${vendorModel}\``,
      inWords(rule),
      eta,
      standIn === null ? '' : `\`${standIn}\``,
    ];
  });
  return markdownTable([
    ['module', 'model', 'id', 'vendor', 'vendor’s id', 'price, credits', 'told time', 'stand-in'],
    ...rows,
  ]);
};

const limitTable = (): string =>
  markdownTable([
    ['module', 'limits'],
    ...MODULES.map((module) => [
      `\`${module}\``,
      Object.entries(MODULE_LIMITS[module])
        .map(([name, most]) => `\`${name}\` ${most.toLocaleString('en')}`)
        .join(', '),
    ]),
  ]);

test('docs/modules.md prints every model as a new installation has it, and the limits of every module', async () => {
  const written = readFileSync(FILE, 'utf8');
  const fresh = written
    .replace(/(<!-- modules -->\n)[\s\S]*(<!-- \/modules -->)/, `$1\n${modelTable()}\n\n$2`)
    .replace(/(<!-- limits -->\n)[\s\S]*(<!-- \/limits -->)/, `$1\n${limitTable()}\n\n$2`);
  await expect(fresh).toMatchFileSnapshot(FILE);
});

test('every model of the migrations has a price', () => {
  const priced = new Set(PRICE_BOOK.models.map(({ modelId }) => modelId));
  expect([...profiles().keys()].filter((modelId) => !priced.has(modelId))).toEqual([]);
});
