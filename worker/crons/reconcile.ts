import type { Context } from '../context.ts';
import { auditLedger } from '../ledger/audit.ts';
import { raiseAlert } from '../services/alerts/raise-alert.ts';

/** Daily: checks every invariant of the books and tells the operators what broke. Never repairs. */
export const reconcile = async (ctx: Context): Promise<void> => {
  const report = await auditLedger(
    (sql) =>
      ctx.db
        .prepare(sql)
        .all()
        .then(({ results }) => results),
    {
      now: ctx.clock.now(),
    },
  );
  for (const finding of report.findings) {
    await raiseAlert(ctx, { kind: 'invariant_broken', detail: { invariant: finding.invariant, what: finding.what } });
  }
  const { accounts, outstandingCredits } = report.books;
  const figures = Object.fromEntries(accounts.map(({ account, credits }) => [account, credits]));
  const counts = { findings: report.findings.length, rows: report.rows };
  ctx.log.event('books_reconciled', { ...counts, ...figures, outstanding: outstandingCredits });
};
