import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { GroupCommit } from '../../durable-objects/serial.ts';
import { createJobSchema } from '../../worker/contract/jobs.ts';
import { SCRIPT_MAX_CHARS } from '../../worker/contract/limits.ts';
import { createOrm } from '../../worker/db/client.ts';
import { newId } from '../../worker/ids.ts';
import { planRow } from '../../worker/ledger/plan.ts';
import { postGroup } from '../../worker/ledger/post.ts';
import { emptyPosting, type JobInsert, type LedgerHead, type LedgerRow } from '../../worker/ledger/postings.ts';
import { readAccountState } from '../../worker/ledger/read.ts';
import { PRICE_BOOK } from '../../worker/pricing/price-book.ts';
import { createProviders } from '../../worker/providers/registry.ts';
import { SESSION_COOKIE, verifySession } from '../../worker/services/sessions/access-token.ts';
import { prepareSpeech } from '../../worker/services/speech/prepare-speech.ts';

type RungEnv = {
  DB: D1Database;
  SESSION_SECRET: string;
  ECHO: DurableObjectNamespace<Echo>;
  GROUP: DurableObjectNamespace<Group>;
};

/** A round trip to a Durable Object that does nothing. */
export class Echo extends DurableObject<RungEnv> {
  echo(text: string): string {
    return text;
  }
}

const newJob = (userId: string): JobInsert => {
  const now = Date.now();
  const id = newId(now);
  return {
    id,
    userId,
    clientJobId: id,
    bodyHash: id,
    module: 'tts',
    modelId: 'unicorn',
    params: '{"text":"one sentence"}',
    status: 'queued',
    priority: 0,
    costCredits: 1,
    priceVersion: 'bench',
    demo: 1,
    leaseToken: null,
    leaseExpiresAt: null,
    attempts: 0,
    createdAt: now,
    expectedAt: now + 10_000,
    deadlineAt: now + 900_000,
    startedAt: null,
    completedAt: null,
    ownKeys: null,
    cachedFrom: null,
    callId: null,
    provider: 'unicorn',
    callbackUrl: null,
    tokenId: null,
    isHeavy: 0,
    freeUnits: 0,
    parentJobId: null,
  };
};

/** Group commit in one object, without the product around it: the best that one batch at a time can do. */
export class Group extends DurableObject<RungEnv> {
  #head: LedgerHead | undefined;
  readonly #group = new GroupCommit<string, string>(
    (users) => this.#post(users),
    (users) => Math.min(users.length, 200),
    5_000,
  );

  create(userId: string): Promise<string> {
    return this.#group.add(userId);
  }

  async #post(users: string[]): Promise<string[]> {
    const userId = users[0] ?? '';
    let head = this.#head ?? (await readAccountState(this.env.DB, userId)).account?.head;
    if (!head) throw new Error(`the benchmark has no user ${userId}`);
    const jobs = users.map(() => newJob(userId));
    const rows: LedgerRow[] = [];
    for (const job of jobs) {
      const draft = { id: `${job.id}:charge`, kind: 'charge', changeCredits: -1, jobId: job.id } as const;
      const planned = planRow(userId, head, draft, Date.now());
      if (!planned.ok) throw new Error('the benchmark has run out of credits');
      rows.push(planned.row);
      head = planned.head;
    }
    const [result] = await postGroup(this.env.DB, [{ ...emptyPosting(userId), rows, jobs }]);
    if (result?.outcome !== 'landed') throw new Error('the group did not land');
    this.#head = head;
    return jobs.map((job) => job.id);
  }
}

const providers = createProviders({
  accounts: {},
  sandboxFetch: () => Promise.reject(new Error('the rungs call no vendor')),
  playsOwnKeys: true,
  now: () => Date.now(),
});

/**
 * One D1 batch per create: what a careful Worker without Durable Objects would do with the same request. The body is
 * validated and priced as in the product, the balance reckoned in SQL and answered; only the chain of hashes is left
 * out, since SQL cannot reckon it, and no message is queued.
 */
const createByOneBatch = async (db: D1Database, userId: string, body: unknown) => {
  const order = createJobSchema.parse(body);
  if (order.module !== 'tts') throw new Error('only speech is ordered here');
  const { clientJobId, params } = order;
  const house = { prices: PRICE_BOOK, speech: providers.speech };
  const source = { providers, house, orm: createOrm(db), isOperator: false };
  const { job: prepared } = await prepareSpeech(source, { params, maxChars: SCRIPT_MAX_CHARS, pointer: '/params' });
  const costCredits = prepared.costs.reduce((sum, { credits }) => sum + credits, 0);
  const job = { ...newJob(userId), clientJobId, params: prepared.params };
  const [, , balance] = await db.batch<{ credits: number }>([
    db
      .prepare(
        `INSERT INTO credit_ledger (id, user_id, seq, kind, change_credits, balance_after_credits, job_id, prev_hash, hash, created_at)
          SELECT ?1, u.id, u.ledger_seq + 1, 'charge', -?6, u.credits - ?6, ?2, COALESCE(l.hash, ''), ?3, ?4
          FROM users u LEFT JOIN credit_ledger l ON l.user_id = u.id AND l.seq = u.ledger_seq WHERE u.id = ?5`,
      )
      .bind(`${job.id}:charge`, job.id, crypto.randomUUID(), job.createdAt, userId, costCredits),
    db
      .prepare(
        `INSERT INTO jobs (id, user_id, client_job_id, body_hash, module, model_id, params, status, priority, cost_credits,
          price_version, demo, dispatched_at, created_at, expected_at, deadline_at)
          VALUES (?1, ?2, ?5, ?6, 'tts', 'unicorn', ?3, 'queued', 0, ?7, ?8, 1, ?4, ?4, ?4, ?4)`,
      )
      .bind(
        job.id,
        userId,
        job.params,
        job.createdAt,
        clientJobId,
        prepared.bodyHash,
        costCredits,
        prepared.priceVersion,
      ),
    db.prepare('SELECT credits FROM users WHERE id = ?1').bind(userId),
  ]);
  const balanceCredits = balance?.results[0]?.credits;
  return { jobId: job.id, status: job.status, costCredits, balanceCredits };
};

const app = new Hono<{ Bindings: RungEnv; Variables: { userId: string } }>();
app.use('/auth/*', async (c, next) => {
  const session = await verifySession([c.env.SESSION_SECRET], getCookie(c, SESSION_COOKIE) ?? '', Date.now());
  if (!session) return c.body(null, 401);
  c.set('userId', session.userId);
  return next();
});
app.get('/auth/nothing', (c) => c.json({ ok: true }));
app.get('/auth/read', async (c) => {
  const user = await c.env.DB.prepare('SELECT credits FROM users WHERE id = ?1').bind(c.get('userId')).first();
  return c.json({ user });
});
app.post('/auth/batch', async (c) =>
  c.json(await createByOneBatch(c.env.DB, c.get('userId'), await c.req.json()), 202),
);
app.post('/auth/group', async (c) => {
  const userId = c.get('userId');
  return c.json({ id: await c.env.GROUP.getByName(userId).create(userId) });
});
app.get('/echo', async (c) => c.text(await c.env.ECHO.getByName('one').echo('hello')));

export default {
  fetch(request, env, ctx) {
    return new URL(request.url).pathname === '/hello' ? new Response('hello') : app.fetch(request, env, ctx);
  },
} satisfies ExportedHandler<RungEnv>;
