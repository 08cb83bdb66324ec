// The local server: wrangler with both Workers, as a process group that can be ended or killed whole.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Complaint, NODE, signalGroup, startGroup, stopGroup, WRANGLER } from './tools.mjs';

const READY_LIMIT_MS = 120_000;
const READY_ASK_MS = 250;
const PORT_LIMIT_MS = 10_000;
const REPLY_LIMIT_MS = 5_000;
/** Local crons never fire by themselves. */
const CRON_EVERY_MS = 60_000;
const CRON = '* * * * *';
const LOG_TAIL_LINES = 60;
const BUILD_FAILED = /Build failed/;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
const isTaken = (host, port) =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port });
    /** @param {boolean} taken */
    const answer = (taken) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });

/** True when somebody already listens on a port of this machine, by either kind of address. @param {number} port */
export const isPortTaken = async (port) =>
  (await Promise.all([isTaken('127.0.0.1', port), isTaken('::1', port)])).includes(true);

/** A port that nobody listens on at this moment. @returns {Promise<number>} */
export const findFreePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(/** @type {net.AddressInfo} */ (address).port));
    });
  });

/** The head of a group can be gone a moment before the rest of it lets go of the port. @param {number} port */
const portIsFree = async (port) => {
  const deadline = Date.now() + PORT_LIMIT_MS;
  while (await isPortTaken(port)) {
    if (Date.now() > deadline) throw new Error(`Port ${port} is still in use, although its server was ended.`);
    await pause(READY_ASK_MS);
  }
};

/** @param {string} file */
const tail = (file) => fs.readFileSync(file, 'utf8').split('\n').slice(-LOG_TAIL_LINES).join('\n');

/** Calls the scheduled handler as the platform would. @param {string} origin */
export const fireCron = async (origin, cron = CRON) => {
  const url = `${origin}/cdn-cgi/local/scheduled?${new URLSearchParams({ cron })}`;
  const reply = await fetch(url, { signal: AbortSignal.timeout(CRON_EVERY_MS) });
  await reply.arrayBuffer();
  return reply.ok;
};

/** Sends every new line of a log to `onLine`. @type {(logFile: string, onLine: (line: string) => void) => () => void} */
const followLog = (logFile, onLine) => {
  const handle = fs.openSync(logFile, 'r');
  let rest = '';
  const read = () => {
    const chunk = Buffer.alloc(65_536);
    for (let size = fs.readSync(handle, chunk); size > 0; size = fs.readSync(handle, chunk)) {
      const lines = (rest + chunk.toString('utf8', 0, size)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    }
  };
  const timer = setInterval(read, READY_ASK_MS);
  return () => {
    clearInterval(timer);
    read();
    fs.closeSync(handle);
  };
};

/** @param {string} origin */
const isReady = async (origin) => {
  try {
    const reply = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(REPLY_LIMIT_MS) });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    // Not listening yet, or still starting.
    return false;
  }
};

/**
 * Starts both Workers and waits until they serve.
 * @param {{ port: number, persistTo: string, logFile: string, secretsFile?: string, onLine?: (line: string) => void }} options
 * @returns {Promise<{ origin: string, pid: number, ended: Promise<number>, stop: () => Promise<void>, kill: () => Promise<void> }>}
 * `stop` ends it politely; `kill` is SIGKILL to the whole group, workerd included.
 */
export const startServer = async ({ port, persistTo, logFile, secretsFile, onLine }) => {
  if (await isPortTaken(port)) {
    throw new Complaint(`Port ${port} is in use. Stop what runs there, or choose another: PORT=8788 npm start`);
  }
  const origin = `http://localhost:${port}`;
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const args = [
    ...['dev', '-c', 'wrangler.toml', '-c', 'sandbox/wrangler.toml', '--env', ''],
    ...['--port', String(port), '--inspector-port', '0', '--persist-to', persistTo],
    ...['--var', `APP_ORIGIN:${origin}`, '--show-interactive-dev-session=false'],
    ...(secretsFile ? ['--env-file', secretsFile] : []),
  ];
  // A register of its own: two servers on one machine must not find each other's Workers by name.
  const env = { WRANGLER_REGISTRY_PATH: path.join(persistTo, 'registry') };
  const group = startGroup(NODE, ['--no-warnings', WRANGLER, ...args], { env, stdio: ['ignore', log, log] });
  fs.closeSync(log);

  let failure = '';
  let isServing = false;
  group.ended.then((code) => {
    failure ||= `The server ended by itself (code ${code}).`;
  });
  const unfollow = followLog(logFile, (line) => {
    // wrangler then leaves the port open and lets every request hang.
    if (!isServing && BUILD_FAILED.test(line)) failure ||= 'The Workers could not be built.';
    onLine?.(line);
  });
  group.ended.then(unfollow);

  const deadline = Date.now() + READY_LIMIT_MS;
  while (!(await isReady(origin))) {
    if (!failure && Date.now() > deadline) failure = `The server did not answer within ${READY_LIMIT_MS / 1_000} s.`;
    if (failure) {
      await stopGroup(group);
      throw new Complaint(`${failure} Its log ends so:\n\n${tail(logFile)}`);
    }
    await pause(READY_ASK_MS);
  }
  isServing = true;

  // What the handler could not do this minute it does in the next; the server may just be restarting.
  const cron = setInterval(() => fireCron(origin).catch(() => undefined), CRON_EVERY_MS);
  group.ended.then(() => clearInterval(cron));
  return {
    origin,
    pid: /** @type {number} */ (group.child.pid),
    ended: group.ended,
    stop: async () => {
      await stopGroup(group);
      await portIsFree(port);
    },
    kill: async () => {
      signalGroup(group.child, 'SIGKILL');
      await group.ended;
      await portIsFree(port);
    },
  };
};
