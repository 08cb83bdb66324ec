import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { auditLedger } from '../../worker/ledger/audit.ts';
import { EMPTY_HEAD, planRow } from '../../worker/ledger/plan.ts';
import { SESSION_COOKIE, signSession } from '../../worker/services/sessions/access-token.ts';
import { benchBooks } from './books.ts';
import { benchChat } from './chat.ts';
import { benchHistory } from './history.ts';
import { closedLoop, type LoadResult, openLoop, type Shot, shoot } from './load.ts';
import { benchMixed } from './mixed.ts';
import { benchPayments } from './payments.ts';
import { BENCH_SECRET, type BenchServer, startServer } from './servers.ts';
import { benchLong, benchVendors } from './speech.ts';

/** Measures the product against rungs of its own platform, on this machine, in one run. Nothing here is asserted. */

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const CONNECTIONS = 32;
const MANY_USERS = 200;
const CREDITS = 50_000_000;
/** One job of the longest script there is, and ten at once of so many characters. */
const SCRIPT_CHARS = Number(process.env.BENCH_SCRIPT_CHARS ?? 200_000);
const EACH_CHARS = Number(process.env.BENCH_EACH_CHARS ?? 50_000);

/** Jobs of every tool together, of so many users: each of them makes one film at a time. */
const MIXED_JOBS = Number(process.env.BENCH_MIXED_JOBS ?? 1_000);
const MIXED_USERS = 50;

/** Each of them has a statement of 10,000 rows. */
const LEDGER_USERS = Number(process.env.BENCH_LEDGER_USERS ?? 100);

type Row = { rung: string; broken?: string } & LoadResult;
const rows: Row[] = [];

const seedUsers = async (db: D1Database, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, (_, index) => `bench-${index}`);
  // What is measured is the work, and not how soon it is refused.
  await db.prepare('UPDATE rate_limits SET requests = 1000000000').run();
  for (const id of ids) {
    const draft = { id: `${id}:signup`, kind: 'signup_grant', changeCredits: CREDITS } as const;
    const planned = planRow(id, EMPTY_HEAD, draft, Date.now());
    if (!planned.ok) throw new Error('a grant cannot be too little');
    const { row } = planned;
    await db.batch([
      db.prepare('INSERT INTO users (id, name, created_at) VALUES (?1, ?1, ?2)').bind(id, row.createdAt),
      db
        .prepare(
          `INSERT INTO credit_ledger (id, user_id, seq, kind, change_credits, balance_after_credits, prev_hash, hash, created_at)
            VALUES (?1, ?2, 1, 'signup_grant', ?3, ?3, '', ?4, ?5)`,
        )
        .bind(row.id, id, CREDITS, row.hash, row.createdAt),
    ]);
  }
  return ids;
};

const cookiesOf = (users: string[]): Promise<string[]> =>
  Promise.all(
    users.map(
      async (userId) =>
        `${SESSION_COOKIE}=${await signSession(BENCH_SECRET, { userId, role: 'user', sessionId: 'bench' }, Date.now())}`,
    ),
  );

const adminCookieOf = async (userId: string): Promise<string> =>
  `${SESSION_COOKIE}=${await signSession(BENCH_SECRET, { userId, role: 'admin', sessionId: 'bench' }, Date.now())}`;

const measure = async (
  rung: string,
  server: BenchServer,
  run: () => Promise<LoadResult>,
  options: { audited: boolean },
): Promise<LoadResult> => {
  const result = await run();
  const row: Row = { rung, ...result };
  if (options.audited) {
    const { findings } = await auditLedger(async (sql) => (await server.db.prepare(sql).all()).results, {
      now: Date.now(),
    });
    if (findings.length > 0) {
      row.broken = findings[0]?.invariant ?? 'unknown';
      row.perSecond = 0;
    }
  }
  rows.push(row);
  console.log(
    `${rung.padEnd(52)} ${row.perSecond.toFixed(0).padStart(7)}/s  p50 ${row.p50.toFixed(1).padStart(6)}  p99 ${row.p99.toFixed(1).padStart(6)} ms  cpu ${row.cpuMs.toFixed(2).padStart(5)} ms${row.failures ? `  ${row.failures} FAILED` : ''}${row.broken ? `  BROKEN: ${row.broken}` : ''}`,
  );
  return row;
};

const load = (server: BenchServer, next: () => Shot, seconds = SECONDS) =>
  closedLoop(server, { connections: CONNECTIONS, seconds, next });

const get = (path: string, cookie = ''): Shot => ({ method: 'GET', path, headers: { cookie } });
const post = (path: string, cookie: string, body: unknown, origin: URL): Shot => ({
  method: 'POST',
  path,
  headers: { cookie, origin: origin.origin, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const PARAMS = { text: 'One sentence of a script, as a creator would send it.', noCache: true };
let jobs = 0;
/** A job that was never asked for before. */
const nextJob = () => {
  jobs += 1;
  return { clientJobId: `bench-${jobs}`, module: 'tts', params: PARAMS };
};

const benchRungs = async () => {
  const server = await startServer('rungs');
  try {
    const [cookie = ''] = await cookiesOf(await seedUsers(server.db, 1));
    // The one-batch rung makes up its hashes, so the audit of its chain is left out; every trigger is at work all the same.
    const plain = { audited: false };
    await load(server, () => get('/hello'), 2);
    await measure('bare workerd hello', server, () => load(server, () => get('/hello')), plain);
    await measure('Hono + auth', server, () => load(server, () => get('/auth/nothing', cookie)), plain);
    await measure('Durable Object echo', server, () => load(server, () => get('/echo')), plain);
    const read = await measure(
      'auth + one D1 read',
      server,
      () => load(server, () => get('/auth/read', cookie)),
      plain,
    );
    const batch = await measure(
      'one D1 batch per create',
      server,
      () => load(server, () => post('/auth/batch', cookie, nextJob(), server.origin)),
      plain,
    );
    await measure(
      'group commit in one Durable Object',
      server,
      () => load(server, () => post('/auth/group', cookie, {}, server.origin)),
      plain,
    );
    return { read, batch };
  } finally {
    await server.stop();
  }
};

const benchProduct = async () => {
  const server = await startServer('product');
  try {
    const users = await seedUsers(server.db, MANY_USERS);
    const cookies = await cookiesOf(users);
    const [cookie = ''] = cookies;
    const create = (who: () => string) => () => post('/api/jobs', who(), nextJob(), server.origin);
    const one = create(() => cookie);
    const many = create(() => cookies[jobs % cookies.length] ?? '');
    const audited = { audited: true };
    await load(server, one, 2);
    const createOne = await measure('create, one user', server, () => load(server, one), audited);
    await load(server, many, 2);
    const createMany = await measure(`create, ${MANY_USERS} users`, server, () => load(server, many), audited);
    const half = Math.round(createMany.perSecond / 2);
    await measure(
      `create, ${MANY_USERS} users, open loop at ${half}/s`,
      server,
      () => openLoop(server, { perSecond: half, seconds: SECONDS, next: many }),
      audited,
    );
    const job = await server.db
      .prepare('SELECT id FROM jobs WHERE user_id = ?1 LIMIT 1')
      .bind(users[0])
      .first<{ id: string }>();
    const statusOf = () => get(`/api/jobs/${job?.id}/status`, cookie);
    const status = await measure('status', server, () => load(server, statusOf), { audited: false });

    const speak = () => post('/api/tts/synthesize', cookie, PARAMS, server.origin);
    const direct = () => post('/v1/speech', '', { text: PARAMS.text }, server.sandboxOrigin);
    const alone = (origin: URL, next: () => Shot) => () =>
      closedLoop({ origin, pid: server.pid }, { connections: 1, seconds: SECONDS, next });
    const vendor = await measure('vendor at 0 ms, direct, 1 connection', server, alone(server.sandboxOrigin, direct), {
      audited: false,
    });
    const sync = await measure('sync speech over it, 1 connection', server, alone(server.origin, speak), audited);
    const history = await measure(
      'history, a page of 30, 1 connection',
      server,
      () => benchHistory(server, { userId: users[0] ?? '', cookie, seconds: SECONDS }),
      audited,
    );
    const paid = await measure(
      'webhook to credited, 1 connection',
      server,
      () => benchPayments(server, { userIds: users, seconds: SECONDS }),
      audited,
    );
    return { createOne, createMany, status, history, paid, addedP50: sync.firstByteP50 - vendor.firstByteP50 };
  } finally {
    await server.stop();
  }
};

const benchSpeech = async () => {
  const server = await startServer('product-with-sandbox');
  try {
    const users = await seedUsers(server.db, 2);
    const [cookie = ''] = await cookiesOf(users);
    const [, operator = ''] = users;
    const sentence = 'The quick brown fox jumps over the lazy dog while the river keeps on running to the sea. ';
    const text = sentence.repeat(60).slice(0, 4_999).trim();
    const agent = new Agent({ keepAlive: true });
    const speak = () =>
      shoot(server.origin, agent, post('/api/tts/synthesize', cookie, { text, noCache: true }, server.origin));
    const cold = await speak();
    const warm = [await speak(), await speak(), await speak(), await speak(), await speak()].sort(
      (a, b) => a.total - b.total,
    );
    const median = warm[2] ?? cold;
    agent.destroy();
    await server.db.prepare("UPDATE users SET role = 'admin' WHERE id = ?1").bind(operator).run();
    const vendors = await benchVendors(server, { user: cookie, admin: await adminCookieOf(operator) });
    const long = await benchLong(server, cookie, { script: SCRIPT_CHARS, each: EACH_CHARS });
    const chat = await benchChat(server, cookie);
    return { chars: text.length, cold, median, vendors, long, chat };
  } finally {
    await server.stop();
  }
};

const benchTools = async () => {
  const server = await startServer('product-with-sandbox', true);
  try {
    return await benchMixed(server, await cookiesOf(await seedUsers(server.db, MIXED_USERS)), MIXED_JOBS);
  } finally {
    await server.stop();
  }
};

const benchLedger = async () => {
  const server = await startServer('product');
  try {
    const userIds = await seedUsers(server.db, LEDGER_USERS);
    const [cookie = ''] = await cookiesOf(userIds);
    return await benchBooks(server, { userIds, cookie, seconds: SECONDS });
  } finally {
    await server.stop();
  }
};

const rungs = await benchRungs();
const product = await benchProduct();
const speech = await benchSpeech();
const mixed = await benchTools();

const books = await benchLedger();

const goals = [
  {
    goal: 'create, one user ÷ one D1 batch per create',
    reached: product.createOne.perSecond / rungs.batch.perSecond,
    want: '≥ 2',
  },
  {
    goal: `create, ${MANY_USERS} users ÷ one D1 batch per create`,
    reached: product.createMany.perSecond / rungs.batch.perSecond,
    want: '≥ 1.7',
  },
  { goal: 'CPU per create, one user, ms', reached: product.createOne.cpuMs, want: '≤ 0.9' },
  { goal: `CPU per create, ${MANY_USERS} users, ms`, reached: product.createMany.cpuMs, want: '≤ 0.9' },
  { goal: 'status ÷ auth + one D1 read', reached: product.status.perSecond / rungs.read.perSecond, want: '≥ 0.8' },
  { goal: 'history, a page of 30 by one request, p50, ms', reached: product.history.p50, want: '≤ 20' },
  { goal: 'from a payment’s webhook to its credits in the books, p50, ms', reached: product.paid.p50, want: '≤ 15' },
  { goal: 'statement of 10,000 rows, a page of 50, p50, ms', reached: books.page.p50, want: '≤ 20' },
  { goal: `audit of ${books.rows} ledger rows, s`, reached: books.auditSeconds, want: '≤ 60' },
  { goal: 'heap of whoever audits them, peak, MB', reached: books.heapMb, want: '' },
  { goal: 'sync speech, added first byte p50, ms', reached: product.addedP50, want: '≤ 10' },
  {
    goal: `Unicorn ${speech.chars} chars, first byte, ms (median of 5)`,
    reached: speech.median.firstByte,
    want: '≤ 400',
  },
  { goal: `Unicorn ${speech.chars} chars, to the end, ms (median of 5)`, reached: speech.median.total, want: '≤ 6000' },
  {
    goal: `Unicorn ${speech.chars} chars, first byte, ms (first of the process)`,
    reached: speech.cold.firstByte,
    want: '',
  },
  ...speech.vendors.map(({ vendor, directMs, addedMs }) => ({
    goal: `${vendor}, first byte over the sandbox’s ${directMs.toFixed(1)} ms, p50, ms`,
    reached: addedMs,
    want: '≤ 10',
  })),
  {
    goal: `chat, first word over the sandbox’s ${speech.chat.directMs.toFixed(1)} ms, p50, ms`,
    reached: speech.chat.addedMs,
    want: '≤ 10',
  },
  {
    goal: `${SCRIPT_CHARS} chars in the background ÷ the engine by itself`,
    reached: speech.long.job / speech.long.engine,
    want: '≥ 0.5',
  },
  { goal: 'memory of the server after it, MB', reached: speech.long.idleMb, want: '' },
  ...speech.long.peakMb.map((mb, at) => ({
    goal: `memory, ten jobs of ${EACH_CHARS} chars, peak of fifth ${at + 1}, MB`,
    reached: mb,
    want: '≤ 600',
  })),
  {
    goal: `${mixed.jobs} jobs of every tool, from the first order to the last end, s`,
    reached: mixed.seconds,
    want: '',
  },
  { goal: 'of them not completed', reached: mixed.failed, want: '0' },
  { goal: 'held by the product without garbage, before these jobs, MB', reached: mixed.heldMb.warm, want: '' },
  { goal: 'held by the product without garbage, after them, MB', reached: mixed.heldMb.end, want: 'the same' },
  { goal: 'held by the local platform’s own Workers, before, MB', reached: mixed.platformMb.warm, want: '' },
  { goal: 'held by the local platform’s own Workers, after, MB', reached: mixed.platformMb.end, want: '' },
  ...mixed.peakMb.map((mb, at) => ({
    goal: `whole process, garbage and all, peak of fifth ${at + 1}, MB`,
    reached: mb,
    want: '',
  })),
];
console.log('');
for (const { goal, reached, want } of goals) {
  console.log(`${goal.padEnd(62)} ${reached.toFixed(2).padStart(8)}   ${want}`);
}
writeFileSync(
  'bench-results.json',
  `${JSON.stringify({ at: new Date().toISOString(), seconds: SECONDS, rows, goals }, null, 2)}\n`,
);
