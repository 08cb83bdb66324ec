import { DurableObject } from 'cloudflare:workers';
import { type Dispatched, markUnsent, redispatchJobs, sendJobs } from '../worker/db/dispatch.ts';
import { sendDeliveries } from '../worker/db/webhook-dispatch.ts';
import { postGroup } from '../worker/ledger/post.ts';
import type { PostingResult, UserPosting } from '../worker/ledger/postings.ts';
import { logError } from '../worker/log.ts';
import { GroupCommit } from './serial.ts';

/** Most users' postings in one batch: more would make one slow statement of many quick ones. */
const GROUP_MAX_POSTINGS = 256;
/** Most bytes of job parameters in one batch, well under the 2 MB that D1 takes in one value. */
const GROUP_MAX_BYTES = 1_000_000;
/** Most jobs of one send. */
const SEND_MAX_JOBS = 500;
const WAITING_MAX_POSTINGS = 5_000;
/** How often open jobs are looked after while there are any. */
const SWEEP_EVERY_MS = 10_000;
/** After a queue has refused, the sweep comes this soon. */
const SWEEP_SOON_MS = 1_000;

const bytesOf = (posting: UserPosting): number =>
  posting.jobs.reduce((sum, job) => sum + job.params.length * 2, 1_000 * (1 + posting.rows.length));

const takeGroup = (postings: UserPosting[]): number => {
  let bytes = 0;
  let count = 0;
  for (const posting of postings) {
    bytes += bytesOf(posting);
    if (count === GROUP_MAX_POSTINGS || bytes > GROUP_MAX_BYTES) break;
    count += 1;
  }
  return count;
};

/**
 * Where the postings of many accounts meet: D1 is one writer for the whole world, so they go together, one batch under
 * way at a time. The only caller of `postGroup`. After a commit it sends the group's jobs to their queues, and its
 * alarm looks after those that got lost.
 */
export class LedgerWriter extends DurableObject<Env> {
  readonly #group = new GroupCommit<UserPosting, PostingResult>(
    (postings) => this.#post(postings),
    takeGroup,
    WAITING_MAX_POSTINGS,
  );
  /** One send under way; the jobs of the groups that land meanwhile go together. */
  readonly #sends = new GroupCommit<Dispatched, true>(
    async (jobs) => {
      await this.#send(jobs);
      return jobs.map(() => true);
    },
    (jobs) => Math.min(jobs.length, SEND_MAX_JOBS),
    Number.POSITIVE_INFINITY,
  );
  /** The alarm that is set, as far as this instance knows. */
  #sweepAt = Number.POSITIVE_INFINITY;

  /** Commits one account's posting together with whatever else arrives. See `PostingResult`. */
  async commit(posting: UserPosting): Promise<PostingResult> {
    try {
      return await this.#group.add(posting);
    } catch (error) {
      // Only a full line rejects before anything was posted; `postGroup` itself does not throw.
      logError('ledger_writer_refused', error);
      return { outcome: 'unavailable' };
    }
  }

  override async alarm(): Promise<void> {
    this.#sweepAt = Number.POSITIVE_INFINITY;
    try {
      const { open } = await redispatchJobs(this.env.DB, this.#queues(), Date.now());
      if (open) await this.#sweepWithin(SWEEP_EVERY_MS);
    } catch (error) {
      // The platform gives a failing alarm up after a few tries; a queue may be away for longer.
      logError('sweep_failed', error);
      await this.#sweepWithin(SWEEP_EVERY_MS);
    }
  }

  async #post(postings: UserPosting[]): Promise<PostingResult[]> {
    const hasJobs = postings.some((posting) => posting.jobs.length > 0);
    // Set before the commit: whatever happens after it, somebody looks after the jobs.
    if (hasJobs) await this.#sweepWithin(SWEEP_EVERY_MS);
    const results = await postGroup(this.env.DB, postings);
    const queued = postings.flatMap((posting, index) =>
      results[index]?.outcome === 'landed' ? posting.jobs.filter((job) => job.status === 'queued') : [],
    );
    for (const job of queued) void this.#sends.add(job);
    const deliveryIds = results.flatMap((result) => (result.outcome === 'landed' ? result.deliveryIds : []));
    if (deliveryIds.length > 0) this.ctx.waitUntil(this.#tellReceivers(deliveryIds));
    return results;
  }

  async #send(jobs: Dispatched[]): Promise<void> {
    try {
      await sendJobs(this.#queues(), jobs);
    } catch (error) {
      logError('queue_send_failed', error, { jobs: jobs.length });
      await this.#sweepWithin(SWEEP_SOON_MS);
      const jobIds = jobs.map((job) => job.id);
      // Unmarked, they are merely found later: when their message counts as stale.
      await markUnsent(this.env.DB, jobIds).catch((failure: unknown) => logError('unsent_not_marked', failure));
    }
  }

  /** What cannot be sent is found by the minute's run: it stands in the outbox. */
  async #tellReceivers(deliveryIds: string[]): Promise<void> {
    try {
      await sendDeliveries(this.env.WEBHOOKS, deliveryIds);
    } catch (error) {
      logError('webhook_send_failed', error, { deliveries: deliveryIds.length });
    }
  }

  async #sweepWithin(ms: number): Promise<void> {
    const at = Date.now() + ms;
    if (this.#sweepAt <= at) return;
    this.#sweepAt = at;
    await this.ctx.storage.setAlarm(at);
  }

  #queues() {
    return { priority: this.env.JOBS_PRIORITY, standard: this.env.JOBS_DEFAULT };
  }
}
