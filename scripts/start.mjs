// npm start: from a fresh clone to a running studio, with nothing but Node 18 and npm.
import path from 'node:path';
import { buildSpeech, buildWeb, DEFAULT_PERSIST, migrate, writeSecrets } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { isPortTaken, startServer } from './lib/server.mjs';
import { Complaint, onInterrupt, ROOT, runMain } from './lib/tools.mjs';

const DEFAULT_PORT = 8787;
const PORT_MAX = 65_535;
/** Of the server's log, what its reader has to see; the rest is in the file. */
const NOTEWORTHY = /"level":"(error|warn)"|Build failed|\[ERROR\]|Uncaught/;

const readPort = () => {
  const port = Number(process.env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > PORT_MAX)
    throw new Complaint(`PORT="${process.env.PORT}" is no port.`);
  return port;
};

/**
 * One line a step: what it is while it runs, and how long it took.
 * @template Result
 * @param {string} title
 * @param {() => Promise<Result>} work
 * @param {(result: Result) => string | undefined} note what is said instead of the time.
 */
const step = async (title, work, note = () => undefined) => {
  process.stdout.write(`  ${title} … `);
  const startedAt = Date.now();
  try {
    const result = await work();
    console.log(note(result) ?? `done (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    console.log('failed');
    throw error;
  }
};

/** @param {string} origin @returns {Promise<{ name: string, balanceCredits: number }>} */
const seed = async (origin) => {
  const reply = await fetch(`${origin}/api/dev/session`, { method: 'POST' });
  if (!reply.ok) throw new Complaint(`The demo creator could not be made: ${reply.status} ${await reply.text()}`);
  return reply.json();
};

/** As in wrangler.toml. */
const DAILY_CRON = '0 3 * * *';
const MINUTE_CRON = '* * * * *';
const MINUTE_MS = 60_000;

/** Runs a cron, none of which fires by itself here. @param {string} origin @param {string} cron */
const runCron = async (origin, cron) => {
  const reply = await fetch(
    `${origin}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron).replaceAll('%20', '+')}`,
  );
  if (!reply.ok) throw new Complaint(`The cron ${cron} failed: ${reply.status} ${await reply.text()}`);
};

runMain(async () => {
  const port = readPort();
  const persistTo = path.resolve(process.env.PERSIST_TO ?? DEFAULT_PERSIST);
  const logFile = path.join(path.dirname(persistTo), `ozvena-${port}.log`);
  if (await isPortTaken(port)) {
    throw new Complaint(`Port ${port} is in use. Stop what runs there, or choose another: PORT=8788 npm start`);
  }

  console.log('\nOzvena\n');
  await step('Packages', ensureInstalled, (wasMissing) => (wasMissing ? undefined : 'in place'));
  await step('Voices', buildSpeech);
  await step('Web app', buildWeb);
  await step(
    'Secrets',
    async () => writeSecrets(),
    (isNew) => (isNew ? 'made, in .dev.vars' : 'kept, in .dev.vars'),
  );
  await step('Database', () => migrate(persistTo));

  const onLine = (/** @type {string} */ line) => {
    if (NOTEWORTHY.test(line)) console.error(line);
  };
  const server = await step('Server', () => startServer({ port, persistTo, logFile, onLine }));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping …');
    await server.stop();
    process.exit(0);
  };
  onInterrupt(stop);
  await step(
    'Demo creator',
    () => seed(server.origin),
    (me) => `${me.name}, ${me.balanceCredits} credits`,
  );
  // The daily run takes over the vendors' voices; the minute's sends again what waits, as it does where it is deployed.
  await step('Vendors’ voices', () => runCron(server.origin, DAILY_CRON));
  setInterval(() => {
    if (!stopping) runCron(server.origin, MINUTE_CRON).catch((error) => console.error(error.message));
  }, MINUTE_MS).unref();

  console.log(`
  Ozvena is ready:  ${server.origin}

  Type a sentence and press play: no account is needed.
  "Try the studio" opens the studio as the demo creator.
  The operator signs in as admin@ozvena.example; the code is in the mailbox, ${server.origin}/sandbox/mail
  Without a key in .dev.vars every voice is spoken on this machine, and nothing is sent out.

  For curl:         npm run demo:token
  The books:        npm run audit:ledger
  The server's log: ${path.relative(ROOT, logFile)}
  Ctrl-C stops everything. What you made stays in ${path.relative(ROOT, persistTo)}.
`);

  const code = await server.ended;
  if (!stopping) throw new Complaint(`The server ended by itself (code ${code}). See ${path.relative(ROOT, logFile)}.`);
});
