// npm test: every check of the house, two stages at a time, from a fresh clone. The last line counts them all.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSpeech } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runInLanes } from './lib/lanes.mjs';
import { makeScratch } from './lib/scratch.mjs';
import { BIOME, ROOT, runMain, runNode, TSC, VITEST, WRANGLER } from './lib/tools.mjs';

const REPORTS = path.join(ROOT, 'gen', 'test-reports');
const TESTS = path.join(ROOT, 'tests');
const MS_PER_SECOND = 1_000;
/** One stage keeps about one core busy. More at a time take it from each other, and a browser that starves fails a test. */
const LANES = Math.min(2, os.availableParallelism());

/**
 * What a stage did. `files` are the test files that it ran.
 * @typedef {{ passed: number, failed: number, skipped: number, files: string[] }} Counts
 * @typedef {import('./lib/lanes.mjs').Stage<Counts>} Stage
 */

/** @param {boolean} isGood @returns {Counts} */
const counted = (isGood) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, files: [] });

/** A check that is one test: it passes or it does not, and says why on failure. @type {(title: string, script: string, args: string[], show?: boolean) => Stage} */
const check = (title, script, args, show = false) => ({
  title,
  work: async (say) => {
    const { code, output } = await runNode(script, args);
    if (code !== 0 || show) say(`${output.trimEnd()}\n`);
    return counted(code === 0);
  },
});

/**
 * @param {string} file
 * @returns {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { name: string }[] } | undefined}
 */
const readReport = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** The stage that leaves the web app as it is served. */
const BUILT = 'web budget';
/** Made when it is first asked for: installing needs none. @type {string | undefined} */
let folder;
const scratch = () => {
  folder ??= makeScratch();
  return folder;
};

/** Tests of vitest, with the counts of its own report. A stage that ran nothing, or ended badly, has failed. @type {(title: string, args: string[]) => Stage} */
const vitest = (title, args) => ({
  title,
  after: BUILT,
  work: async (say) => {
    const report = path.join(REPORTS, `${title.replace(/[^a-z0-9]+/g, '-')}.json`);
    fs.rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const env = { OZVENA_IS_BUILT: '1', TMPDIR: scratch() };
    const { code } = await runNode(VITEST, ['run', ...args, ...reporters], { say, env });
    const told = readReport(report);
    const counts = {
      passed: told?.numPassedTests ?? 0,
      failed: told?.numFailedTests ?? 0,
      skipped: (told?.numPendingTests ?? 0) + (told?.numTodoTests ?? 0),
      files: (told?.testResults ?? []).map((result) => path.resolve(result.name)),
    };
    const isBroken = code !== 0 || counts.passed + counts.failed === 0;
    return isBroken && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  },
});

/** All files below a folder whose name ends so. @param {string} folder @param {string} ending */
const filesBelow = (folder, ending) =>
  fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => file.endsWith(ending));

/** Faults are ordered by the hundred, and each is logged; only what a failed test logged is worth reading. */
const QUIET = ['--silent=passed-only'];
const PROJECTS = ['workers', 'sim', 'unit', 'queues'];

/** Folders with a vitest configuration of their own, but for the browser's. */
const ownConfigs = () =>
  filesBelow(TESTS, 'vitest.config.ts')
    .map((file) => path.relative(ROOT, file).split(path.sep).join('/'))
    .filter((file) => file !== 'tests/e2e/vitest.config.ts')
    .sort();

/** @param {string} config */
const titleOf = (config) => path.posix.dirname(config).replace(/^tests\//, '');

/** What the tests need comes first, and then what takes longest. @type {() => Stage[]} */
const stages = () => [
  check('format and lint', BIOME, ['ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.']),
  check('binding types are up to date', WRANGLER, [
    ...['types', '--check', '--include-runtime=false', '--env-file', '.dev.vars.example'],
  ]),
  check('deploy check', path.join(ROOT, 'scripts', 'deploy-check.mjs'), [], true),
  { ...check(BUILT, path.join(ROOT, 'scripts', 'web-budget.mjs'), [], true), after: 'deploy check' },
  check('types', TSC, ['-b', '.', 'tests/e2e']),
  vitest('e2e', ['--config', 'tests/e2e/vitest.config.ts']),
  ...PROJECTS.map((name) => vitest(name, ['--project', name, ...QUIET])),
  ...ownConfigs().map((config) => vitest(titleOf(config), ['--config', config, ...QUIET])),
];

/** A test file that no stage runs is worse than none: it looks like a proof. @param {string[]} ran */
const findForgotten = (ran) => {
  const known = new Set(ran);
  return filesBelow(TESTS, '.test.ts').filter((file) => !known.has(file));
};

/** @param {number} startedAt */
const secondsSince = (startedAt) => ((Date.now() - startedAt) / MS_PER_SECOND).toFixed(1);

/** @param {Counts} counts */
const countsText = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** The stage with a heading above what it says, and a line about it for the end. @param {Stage} stage */
const reported = (stage) => ({
  ...stage,
  /** @param {(text: string) => void} say */
  work: async (say) => {
    const startedAt = Date.now();
    say(`\n== ${stage.title}\n`);
    const counts = await stage.work(say).catch((error) => {
      say(`${error.stack ?? error}\n`);
      return counted(false);
    });
    const line = `  ${stage.title.padEnd(30)} ${countsText(counts).padEnd(34)} ${secondsSince(startedAt)} s`;
    return { ...counts, line };
  },
});

runMain(async () => {
  const startedAt = Date.now();
  console.log('\n== install');
  await ensureInstalled();
  await buildSpeech();
  fs.mkdirSync(REPORTS, { recursive: true });

  const ends = await runInLanes(stages().map(reported), LANES, (text) => process.stdout.write(text));
  const total = { ...counted(true), passed: 0 };
  for (const counts of ends) {
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
    total.files.push(...counts.files);
  }
  const summary = ends.map(({ line }) => line);
  const forgotten = findForgotten(total.files);
  if (forgotten.length > 0) {
    total.failed += 1;
    summary.push(`  No stage runs: ${forgotten.map((file) => path.relative(ROOT, file)).join(', ')}`);
  }
  console.log(`\n== summary, ${secondsSince(startedAt)} s\n${summary.join('\n')}\n\n${countsText(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
});
