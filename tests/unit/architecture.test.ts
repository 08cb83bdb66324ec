import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

type Import = { from: string; to: string; names: string; isTypeOnly: boolean };
type Source = { file: string; text: string; imports: Import[] };

const IMPORT = /^(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm;

/** Paths from the root with slashes, whatever the system. A package keeps its name. */
const resolveFrom = (file: string, specifier: string): string => {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
};

const readSource = (file: string): Source => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const imports = [...text.matchAll(IMPORT)].map((match) => ({
    from: file,
    to: resolveFrom(file, match[3] ?? match[4] ?? match[5] ?? ''),
    names: match[2] ?? '',
    isTypeOnly: match[1] !== undefined,
  }));
  return { file, text, imports };
};

const sourcesIn = (folder: string): Source[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !/\/(gen|dist|node_modules)\//.test(file))
    .map(readSource);

const worker = sourcesIn('worker');
const objects = sourcesIn('durable-objects');
const sandbox = sourcesIn('sandbox');
const web = sourcesIn('web/src');
const imports = (sources: Source[]): Import[] => sources.flatMap((source) => source.imports);
const describe = ({ from, to }: Import): string => `${from} → ${to}`;
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
/** Files whose code, comments aside, holds this. */
const filesWith = (sources: Source[], pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ file }) => file);

test('the scan sees the code', () => {
  expect(worker.length).toBeGreaterThan(50);
  expect(objects.length).toBeGreaterThan(4);
  expect(web.length).toBeGreaterThan(5);
  expect(imports(worker).length).toBeGreaterThan(200);
});

/** Folder → what it may import of our own code at run time, besides itself. Types may come from anywhere below. */
const ALLOWED: Record<string, string[]> = {
  'worker/contract/': [],
  'worker/pricing/': ['worker/contract/'],
  'worker/script/': ['worker/contract/'],
  // The page scales a picture down to what can be scaled here.
  'worker/media/': ['worker/contract/limits.ts'],
  'worker/providers/': ['worker/contract/', 'worker/media/', 'worker/script/'],
  'worker/db/': ['worker/contract/'],
  'worker/ledger/': ['worker/contract/', 'worker/db/'],
  'worker/services/': [
    'worker/contract/',
    'worker/cursor.ts',
    'worker/db/',
    'worker/errors.ts',
    'worker/ledger/',
    'worker/media/',
    'worker/pricing/',
    'worker/providers/',
    'worker/script/',
  ],
  'worker/consumers/': ['worker/contract/', 'worker/services/'],
  'worker/crons/': ['worker/contract/', 'worker/services/', 'worker/ledger/', 'worker/db/'],
  'worker/middleware/': ['worker/contract/', 'worker/errors.ts', 'worker/services/'],
  'worker/routes/': [
    'worker/contract/',
    'worker/errors.ts',
    'worker/http.ts',
    'worker/middleware/',
    'worker/pricing/',
    'worker/services/',
  ],
  'durable-objects/': ['worker/contract/', 'worker/db/', 'worker/ledger/', 'worker/log.ts'],
};

test.each(Object.entries(ALLOWED))('%s imports only what stands below it', (folder, allowed) => {
  const wrong = imports([...worker, ...objects]).filter(
    ({ from, to, isTypeOnly }) =>
      from.startsWith(folder) &&
      /^(worker|durable-objects|sandbox|web|tests)\//.test(to) &&
      !isTypeOnly &&
      !to.startsWith(folder) &&
      !allowed.some((prefix) => to.startsWith(prefix)),
  );
  expect(wrong.map(describe)).toEqual([]);
});

test('the contract imports nothing of Workers, so that the web app can share it', () => {
  const foreign = imports(worker).filter(
    ({ from, to }) => from.startsWith('worker/contract/') && !to.startsWith('worker/contract/'),
  );
  expect([...new Set(foreign.map(({ to }) => to))]).toEqual(['zod']);
});

test('nothing imports routes but the app, and routes one another only for what they share', () => {
  const wrong = imports([...worker, ...objects, ...web]).filter(
    ({ from, to }) => to.startsWith('worker/routes/') && from !== 'worker/app.ts' && !from.startsWith('worker/routes/'),
  );
  expect(wrong.map(describe)).toEqual([]);
});

test('the web app takes values from the contract and nothing but types from the rest of the Worker', () => {
  const wrong = imports(web).filter(
    ({ to, isTypeOnly }) =>
      /^(worker|durable-objects|sandbox)\//.test(to) && !to.startsWith('worker/contract/') && !isTypeOnly,
  );
  expect(wrong.map(describe)).toEqual([]);
});

test('the web app ships no schemas: what it takes from the contract at run time is free of zod', () => {
  const shipped = new Set(imports(web).flatMap(({ to, isTypeOnly }) => (isTypeOnly ? [] : [to])));
  const withSchemas = imports(worker).filter(({ from, to }) => shipped.has(from) && to === 'zod');
  expect(withSchemas.map(({ from }) => from)).toEqual([]);
});

test('sandbox and Worker share no code: one is GPL, the other is not', () => {
  const wrong = [
    ...imports([...worker, ...objects, ...web]).filter(({ to }) => to.startsWith('sandbox/')),
    ...imports(sandbox).filter(({ to }) => /^(worker|durable-objects|web)\//.test(to)),
  ];
  expect(wrong.map(describe)).toEqual([]);
});

test('one door to money: a single file writes ledger rows', () => {
  expect(filesWith([...worker, ...objects], /INTO\s+credit_ledger/i)).toEqual(['worker/ledger/post.ts']);
  expect(filesWith([...worker, ...objects], /(UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+credit_ledger/i)).toEqual([]);
});

test('one door to money: nothing but the ledger’s triggers writes a balance', () => {
  expect(filesWith([...worker, ...objects], /UPDATE\s+users[\s\S]{0,80}\b(credits|ledger_seq)\b/i)).toEqual([]);
  expect(filesWith([...worker, ...objects], /\.update\(users\)/)).toEqual([]);
});

test('one door to money: only the LedgerWriter calls the writer of rows', () => {
  const callers = imports([...worker, ...objects]).filter(({ names }) => /\bpostGroup\b/.test(names));
  expect(callers.map(({ from }) => from)).toEqual(['durable-objects/ledger-writer.ts']);
});

test('one door to money: only the account’s object asks the LedgerWriter', () => {
  expect(filesWith([...worker, ...objects], /LEDGER_WRITER\b/)).toEqual(['durable-objects/postings.ts']);
  expect(filesWith([...worker, ...objects], /new Postings\(/)).toEqual(['durable-objects/account.ts']);
});

test('the schema of queries knows neither the ledger nor jobs: nothing but post.ts and db can write them by it', () => {
  const { text } = readSource('worker/db/schema.ts');
  expect(text).not.toMatch(/sqliteTable\('credit_ledger'/);
  expect(filesWith(worker, /\.insert\((users|creditLedger|jobs)\)/)).toEqual([]);
});

test('only the entry, the settings, the context and Durable Objects see the bindings', () => {
  const readers = filesWith([...worker, ...objects], /(?<![\w.'"])env\.[A-Z]|this\.env\b|c\.env\b/);
  const allowed = /^(worker\/(index|env|context|app)\.ts|durable-objects\/)/;
  expect(readers.filter((file) => !allowed.test(file))).toEqual([]);
});

test('no module keeps state that changes', () => {
  expect(filesWith([...worker, ...objects], /^(export\s+)?(let|var)\s/m)).toEqual([]);
});

test('clock, ids and randomness of services come from their context', () => {
  const services = worker.filter(({ file }) =>
    /^worker\/(services|consumers|crons|ledger|pricing|providers|script|media)\//.test(file),
  );
  const found = filesWith(services, /Date\.now\(|Math\.random\(|newId\(|crypto\.randomUUID\(/);
  expect(found).toEqual([]);
});

test('modules are named: nobody but the entry has a default export', () => {
  expect(filesWith([...worker, ...objects], /^export default/m)).toEqual(['worker/index.ts']);
});

test('no file of the Worker is called a bag of odds and ends', () => {
  const bags = [...worker, ...objects].filter(({ file }) => /(utils?|helpers?|manager|misc|common)\.ts$/.test(file));
  expect(bags.map(({ file }) => file)).toEqual([]);
});
