// npm run audit:ledger: checks every invariant of the books of the local database, while the app runs or not.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PERSIST } from './lib/build.mjs';
import { handOverToNode24, runMain } from './lib/tools.mjs';

runMain(async () => {
  if (await handOverToNode24(fileURLToPath(import.meta.url))) return;
  const { readLocalDatabase } = await import('./lib/local-database.mjs');
  const { auditLedger } = await import('../worker/ledger/audit.ts');
  const persistTo = path.resolve(process.env.PERSIST_TO ?? DEFAULT_PERSIST);
  const report = await readLocalDatabase(persistTo, (query) => auditLedger(query, { now: Date.now() }));

  console.log(`\n${report.users} users, ${report.rows} ledger rows, ${report.jobs} jobs\n`);
  for (const { account, rows, credits } of report.books.accounts) {
    console.log(`  ${account.padEnd(14)} ${String(credits).padStart(14)} credits in ${rows} rows`);
  }
  console.log(`  ${'outstanding'.padEnd(14)} ${String(report.books.outstandingCredits).padStart(14)} credits\n`);
  for (const invariant of report.checked) {
    const broken = report.findings.filter((finding) => finding.invariant === invariant);
    console.log(`  ${broken.length === 0 ? '✓' : '✗'} ${invariant}`);
    for (const { what } of broken) console.log(`      ${what}`);
  }
  const { length } = report.findings;
  console.log(length === 0 ? `\nAll ${report.checked.length} invariants hold.\n` : `\n${length} findings.\n`);
  process.exitCode = length === 0 ? 0 : 1;
});
