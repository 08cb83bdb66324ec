// Where things are, and how programs are started. Plain Node 18, without a dependency: it runs before there are any.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What `node` in package.json is, and what reads TypeScript and speaks SQLite by itself. */
const NODE_MAJOR = 24;
const IS_WINDOWS = process.platform === 'win32';

/** Node 24 of the npm package `node`: wrangler needs 22 at least, the machine may have 18. */
export const NODE = path.join(ROOT, 'node_modules', 'node', 'bin', IS_WINDOWS ? 'node.exe' : 'node');
export const WRANGLER = path.join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
export const VITE = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
export const VITEST = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
export const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
export const BIOME = path.join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** How long a group that was asked to end may take before it is killed. */
const STOP_GRACE_MS = 5_000;

/**
 * The environment of every child: Node 24 first on the path, and nothing that asks a question or calls home.
 * @returns {NodeJS.ProcessEnv}
 */
export const childEnv = (extra = {}) => ({
  ...process.env,
  PATH: [path.dirname(NODE), path.join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(path.delimiter),
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
  ...extra,
});

/** Process groups that are alive, so that none outlives us. */
const groups = new Set();

/**
 * Ends a group; `SIGKILL` leaves nobody time for anything.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export const signalGroup = (child, signal) => {
  if (child.pid === undefined) return;
  if (IS_WINDOWS) {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody of the group is left.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
};

process.on('exit', () => {
  for (const child of groups) signalGroup(child, 'SIGKILL');
});

/**
 * Starts a program as the head of a process group of its own, so that it can be ended with all its children.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, stdio?: import('node:child_process').StdioOptions }} options
 */
export const startGroup = (command, args, options = {}) => {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: childEnv(options.env),
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    detached: !IS_WINDOWS,
  });
  groups.add(child);
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      groups.delete(child);
      child.stderr?.emit('data', Buffer.from(`${error.message}\n`));
      resolve(127);
    });
    child.once('close', (code) => {
      groups.delete(child);
      resolve(code ?? 1);
    });
  });
  return { child, ended };
};

/**
 * Asks a group to end, waits for it, and kills what does not listen.
 * @param {{ child: import('node:child_process').ChildProcess, ended: Promise<number> }} started
 */
export const stopGroup = async ({ child, ended }) => {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(timer);
  // The head is gone; one of its children may have been left behind.
  signalGroup(child, 'SIGKILL');
};

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, say?: (text: string) => void }} options `say` also gets it as it comes.
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export const run = async (command, args, options = {}) => {
  const { child, ended } = startGroup(command, args, options);
  let output = '';
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
    stdout += chunk;
    options.say?.(chunk);
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
    options.say?.(chunk);
  });
  return { code: await ended, output, stdout };
};

/** Runs a JavaScript program with Node 24. @type {(script: string, args: string[], options?: Parameters<typeof run>[2]) => ReturnType<typeof run>} */
export const runNode = (script, args, options = {}) => run(NODE, [script, ...args], options);

/** True when a path exists. @param {string} file */
export const exists = (file) => fs.existsSync(file);

/**
 * For scripts that read TypeScript: starts the same script again with Node 24 when this is an older one.
 * @param {string} script
 * @returns {Promise<boolean>} true when that was done, and there is nothing left to do here.
 */
export const handOverToNode24 = async (script) => {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return false;
  if (!fs.existsSync(NODE)) throw new Complaint('The packages are not installed yet: npm start (or npm ci) does that.');
  const { ended } = startGroup(NODE, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await ended;
  return true;
};

/** @type {() => void} */
let interrupt = () => process.exit(130);

/** What to do when the terminal (or a supervisor) asks us to end; before that is said, end at once. @param {() => void} handler */
export const onInterrupt = (handler) => {
  interrupt = handler;
};

/** Something the reader of the terminal can put right; it is shown without a stack. */
export class Complaint extends Error {
  /** @override */
  name = 'Complaint';
}

/**
 * Runs the main function of a script; a complaint is shown as it is, anything else with its stack.
 * @param {() => Promise<void>} main
 */
export const runMain = (main) => {
  // Children are groups of their own, so Ctrl-C reaches only us; leaving by exit() takes them along.
  process.on('SIGINT', () => interrupt());
  process.on('SIGTERM', () => interrupt());
  main().catch((error) => {
    console.error(error instanceof Complaint ? `\n${error.message}\n` : error);
    process.exit(1);
  });
};
