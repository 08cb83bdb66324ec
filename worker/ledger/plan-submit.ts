import { ETA_BUFFER_MS } from '../contract/limits.ts';
import { type Allowance, JOB_DEADLINE_MAX_MS, JOB_LEASE_MS, type ReusableJob, type SubmitOp } from './account-ops.ts';
import type { JobInsert } from './postings.ts';
import type { AccountState, ModelAverages } from './read.ts';

/** How long a job may take from its creation to its end; then it expires and is refunded. */
const JOB_DEADLINE_MS = 15 * 60_000;
/** What each round of calls after the first adds to it. */
const JOB_DEADLINE_PER_ROUND_MS = 60_000;

/** For whom and when an order becomes a job. */
type Submitting = { userId: string; averages: ModelAverages; now: number };

/** When work of so many rounds should be done, in ms from now: the model's averages, and a reserve (JOB-10). */
export const etaOf = (average: { previewMs: number; finalMs: number } | undefined, rounds: number): number =>
  (average?.previewMs ?? 0) + (average?.finalMs ?? 0) * rounds + ETA_BUFFER_MS;

/** What a request costs this account, and whose keys make it. */
export type Terms = { costCredits: number; freeUnits: number; ownKeys: string[]; source: ReusableJob | undefined };

/** How much of a request the rest of the day's allowance pays; nothing where it costs nothing anyway. */
const freeUnitsOf = (allowance: Allowance | null, input: { used: number; costCredits: number }): number =>
  allowance === null || input.costCredits === 0
    ? 0
    : Math.min(allowance.units, Math.max(0, allowance.freePerDay - input.used));

/** What a person pays of a price: nothing as an administrator, and nothing to the vendors of whom he has a key. */
const costFor = (account: Pick<AccountState, 'role' | 'ownKeys'> | undefined, costs: SubmitOp['costs']): number =>
  account?.role === 'admin' || account?.role === 'superadmin'
    ? 0
    : costs.reduce((sum, { provider, credits }) => sum + (account?.ownKeys.includes(provider) ? 0 : credits), 0);

/**
 * What an order costs an account, and how much of it the day's allowance pays.
 * @param input.freeUsed what of today's allowance is used before it
 */
export const priceFor = (
  account: Pick<AccountState, 'role' | 'ownKeys'> | undefined,
  { costs, allowance }: Pick<SubmitOp, 'costs' | 'allowance'>,
  { isCached, freeUsed }: { isCached: boolean; freeUsed: number },
): { costCredits: number; freeUnits: number } => {
  const fullCredits = isCached ? 0 : costFor(account, costs);
  const freeUnits = freeUnitsOf(allowance, { used: freeUsed, costCredits: fullCredits });
  return { costCredits: fullCredits - freeUnits * (allowance?.creditsPerUnit ?? 0), freeUnits };
};

/** What an order costs this account, whose keys make it, and whether an earlier job's files will do. */
export const termsOf = (
  op: SubmitOp,
  account: AccountState,
  reusable: ReadonlyMap<string, ReusableJob>,
  freeUsed: number,
): Terms => {
  const ownKeys = op.costs.map(({ provider }) => provider).filter((provider) => account.ownKeys.includes(provider));
  const isDemo = ownKeys.length > 0 ? op.demo.own : op.demo.operator;
  const found = op.reuse ? reusable.get(op.bodyHash) : undefined;
  const source = found?.isDemo === isDemo ? found : undefined;
  return { ...priceFor(account, op, { isCached: source !== undefined, freeUsed }), ownKeys, source };
};

/** The job that an order becomes. */
export const toJobInsert = (op: SubmitOp, planning: Submitting, account: AccountState, terms: Terms): JobInsert => {
  const { costCredits, ownKeys, source } = terms;
  const deadlineMs = JOB_DEADLINE_MS + (op.rounds - 1) * JOB_DEADLINE_PER_ROUND_MS;
  const sync = source ? null : op.sync;
  return {
    id: op.jobId,
    userId: planning.userId,
    clientJobId: op.clientJobId,
    bodyHash: op.bodyHash,
    module: op.module,
    modelId: op.modelId,
    params: op.params,
    status: source ? 'completed' : sync ? 'running' : 'queued',
    priority: account.role === 'user' ? 0 : 1,
    callbackUrl: op.callbackUrl,
    costCredits,
    priceVersion: op.priceVersion,
    demo: (ownKeys.length > 0 ? op.demo.own : op.demo.operator) ? 1 : 0,
    leaseToken: sync?.leaseToken ?? null,
    leaseExpiresAt: sync ? planning.now + JOB_LEASE_MS : null,
    attempts: sync ? 1 : 0,
    createdAt: planning.now,
    expectedAt: planning.now + (source ? 0 : etaOf(planning.averages.get(op.modelId), op.rounds)),
    deadlineAt: planning.now + Math.min(JOB_DEADLINE_MAX_MS, deadlineMs),
    startedAt: sync ? planning.now : null,
    completedAt: source ? planning.now : null,
    callId: sync?.callId ?? null,
    provider: op.provider,
    tokenId: op.token?.id ?? null,
    ownKeys: ownKeys.length > 0 ? ownKeys : null,
    cachedFrom: source?.jobId ?? null,
    isHeavy: op.isHeavy ? 1 : 0,
    freeUnits: terms.freeUnits,
    parentJobId: op.parentJobId,
  };
};
