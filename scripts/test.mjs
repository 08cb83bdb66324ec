// npm test: every check of the house, one stage after the other, from a fresh clone. The last line counts them all.
import fs from 'node:fs';
import path from 'node:path';
import { buildSpeech } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { BIOME, ROOT, runMain, runNode, TSC, VITEST, WRANGLER } from './lib/tools.mjs';

const REPORTS = path.join(ROOT, 'gen', 'test-reports');
const TESTS = path.join(ROOT, 'tests');
const MS_PER_SECOND = 1_000;

/**
 * What a stage did. `files` are the test files that it ran.
 * @typedef {{ passed: number, failed: number, skipped: number, files: string[] }} Counts
 * @typedef {{ title: string, work: () => Promise<Counts> }} Stage
 */

/** @param {boolean} isGood @returns {Counts} */
const counted = (isGood) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, files: [] });

/** A check that is one test: it passes or it does not, and says why on failure. @type {(title: string, script: string, args: string[], show?: boolean) => Stage} */
const check = (title, script, args, show = false) => ({
  title,
  work: async () => {
    const { code, output } = await runNode(script, args);
    if (code !== 0 || show) console.log(output.trimEnd());
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

/** Tests of vitest, with the counts of its own report. A stage that ran nothing, or ended badly, has failed. @type {(title: string, args: string[]) => Stage} */
const vitest = (title, args) => ({
  title,
  work: async () => {
    const report = path.join(REPORTS, `${title.replace(/[^a-z0-9]+/g, '-')}.json`);
    fs.rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await runNode(VITEST, ['run', ...args, ...reporters], { echo: true });
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
const PROJECTS = ['unit', 'workers', 'queues', 'sim'];

/** Folders with a vitest configuration of their own; the browser's come last. */
const ownConfigs = () =>
  filesBelow(TESTS, 'vitest.config.ts')
    .map((file) => path.relative(ROOT, file).split(path.sep).join('/'))
    .filter((file) => file !== 'tests/e2e/vitest.config.ts')
    .sort();

/** @param {string} config */
const titleOf = (config) => path.posix.dirname(config).replace(/^tests\//, '');

/** @type {() => Stage[]} */
const stages = () => [
  check('format and lint', BIOME, ['ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.']),
  check('binding types are up to date', WRANGLER, [
    ...['types', '--check', '--include-runtime=false', '--env-file', '.dev.vars.example'],
  ]),
  check('types', TSC, ['-b', '.', 'tests/e2e']),
  ...PROJECTS.map((name) => vitest(name, ['--project', name, ...QUIET])),
  ...ownConfigs().map((config) => vitest(titleOf(config), ['--config', config, ...QUIET])),
  check('deploy check', path.join(ROOT, 'scripts', 'deploy-check.mjs'), [], true),
  check('web budget', path.join(ROOT, 'scripts', 'web-budget.mjs'), [], true),
  vitest('e2e', ['--config', 'tests/e2e/vitest.config.ts']),
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

/** @param {Stage} stage @returns {Promise<Counts>} */
const runStage = async (stage) => {
  try {
    return await stage.work();
  } catch (error) {
    console.error(error);
    return counted(false);
  }
};

runMain(async () => {
  const startedAt = Date.now();
  console.log('\n== install');
  await ensureInstalled();
  await buildSpeech();
  fs.mkdirSync(REPORTS, { recursive: true });

  const total = { ...counted(true), passed: 0 };
  const summary = [];
  for (const stage of stages()) {
    console.log(`\n== ${stage.title}`);
    const stageStartedAt = Date.now();
    const counts = await runStage(stage);
    summary.push(`  ${stage.title.padEnd(30)} ${countsText(counts).padEnd(34)} ${secondsSince(stageStartedAt)} s`);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
    total.files.push(...counts.files);
  }
  const forgotten = findForgotten(total.files);
  if (forgotten.length > 0) {
    total.failed += 1;
    summary.push(`  No stage runs: ${forgotten.map((file) => path.relative(ROOT, file)).join(', ')}`);
  }
  console.log(`\n== summary, ${secondsSince(startedAt)} s\n${summary.join('\n')}\n\n${countsText(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
});
