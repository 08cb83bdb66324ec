// What has to be made before the app can run: speech data, web app, secrets, database.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Complaint, ROOT, runNode, VITE, WRANGLER } from './tools.mjs';

const SECRET_BYTES = 32;
export const DATABASE = 'ozvena';
export const DEFAULT_PERSIST = path.join(ROOT, '.wrangler', 'state');
export const WEB_DIST = path.join(ROOT, 'web', 'dist');
/** Vite's list of chunks, kept out of what is served. */
export const WEB_MANIFEST = path.join(ROOT, 'gen', 'web-manifest.json');

/** Throws what the program said, when it failed. @param {string} what @param {{ code: number, output: string }} end */
const must = (what, { code, output }) => {
  if (code !== 0) throw new Complaint(`${what} failed:\n\n${output}`);
};

/** The data of the sandbox's voices; a moment when it is there already. */
export const buildSpeech = async () =>
  must('Building the speech data', await runNode(path.join(ROOT, 'sandbox', 'build', 'build-speech.mjs'), []));

/** The web app, into web/dist. */
export const buildWeb = async () => {
  must('Building the web app', await runNode(VITE, ['build', 'web', '--manifest', '--logLevel', 'warn']));
  fs.mkdirSync(path.dirname(WEB_MANIFEST), { recursive: true });
  fs.copyFileSync(path.join(WEB_DIST, '.vite', 'manifest.json'), WEB_MANIFEST);
  fs.rmSync(path.join(WEB_DIST, '.vite'), { recursive: true });
};

/** A secret that the example leaves out: its name, and what stands above it there. */
const LEFT_OUT = /^((?:#.*\n)*)([A-Z][A-Z0-9_]*)=[ \t]*$/gm;

/**
 * Writes secrets for local use: the example, with a fresh random value wherever it leaves one out. A file that is there
 * keeps every value and gets those that it does not have yet.
 * @param {string} file
 * @returns {boolean} false when nothing was missing.
 */
export const writeSecrets = (file = path.join(ROOT, '.dev.vars')) => {
  const example = fs.readFileSync(path.join(ROOT, '.dev.vars.example'), 'utf8');
  const random = () => crypto.randomBytes(SECRET_BYTES).toString('base64url');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const filled = example.replace(LEFT_OUT, (_lines, about, name) => `${about}${name}=${random()}`);
    fs.writeFileSync(file, filled, { flag: 'wx', mode: 0o600 });
    return true;
  }
  const kept = fs.readFileSync(file, 'utf8');
  const missing = [...example.matchAll(LEFT_OUT)].filter(
    ([, , name]) => !new RegExp(`^\\s*${name}\\s*=`, 'm').test(kept),
  );
  for (const [, about, name] of missing) fs.appendFileSync(file, `\n${about}${name}=${random()}\n`);
  return missing.length > 0;
};

/** Brings the local database up to the newest migration. @param {string} persistTo */
export const migrate = async (persistTo = DEFAULT_PERSIST) =>
  must(
    'Migrating the local database',
    await runNode(WRANGLER, ['d1', 'migrations', 'apply', DATABASE, '--local', '--env', '', '--persist-to', persistTo]),
  );
