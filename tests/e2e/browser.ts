import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate, default as packed } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** `bundled` for the browser of the npm package, or the path of one. */
const WISH = process.env.OZVENA_BROWSER ?? '';
const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

type Program = { executablePath: string; env: Record<string, string> };

const runs = (file: string): boolean => spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;

/** A file of that name can be a stub that only tells how to install the browser, so it has to prove itself. */
const isBrowser = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  return runs(file);
};

/** A browser that stands on this machine already: Chrome or Chromium on the path, or the one Playwright installed. */
const findPresent = (): string | undefined => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...candidates, MAC_CHROME, chromium.executablePath()].find(isBrowser);
};

const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));

const packageVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
  return String(manifest.version);
};

/** Where the package's browser is kept once it is unpacked; another version has another folder. */
const unpackedFolder = (): string =>
  join(fileURLToPath(new URL('../../node_modules/.cache', import.meta.url)), `chromium-${packageVersion()}`);

/** The package unpacks into the temporary folder, so it is given one that appears under its name only when complete. */
const unpack = async (folder: string): Promise<void> => {
  const partial = `${folder}.${process.pid}`;
  const kept = process.env.TMPDIR;
  mkdirSync(partial, { recursive: true });
  process.env.TMPDIR = partial;
  try {
    await packed.executablePath();
    await inflate(join(packageFolder, 'bin', 'al2023.tar.br'));
  } finally {
    if (kept === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = kept;
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
};

/** Chromium out of the npm package, with the system libraries that come beside it where the machine lacks them. */
const bundled = async (): Promise<Program> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('These tests need Chrome or Chromium: install one, or name it with OZVENA_BROWSER=/path/to/it');
  }
  const folder = unpackedFolder();
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = join(folder, 'chromium');
  const env = { FONTCONFIG_PATH: join(folder, 'fonts') };
  if (runs(executablePath)) return { executablePath, env };
  const libraries = join(folder, 'al2023', 'lib');
  const path = [libraries, process.env.LD_LIBRARY_PATH ?? ''].filter((part) => part !== '').join(':');
  return { executablePath, env: { ...env, LD_LIBRARY_PATH: path } };
};

const chooseProgram = async (): Promise<Program> => {
  if (WISH !== '' && WISH !== 'bundled') return { executablePath: WISH, env: {} };
  const present = WISH === 'bundled' ? undefined : findPresent();
  return present === undefined ? bundled() : { executablePath: present, env: {} };
};

const ownEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Starts a browser without a window. It plays MP3 and makes no sound. */
export const launchBrowser = async (): Promise<Browser> => {
  const { executablePath, env } = await chooseProgram();
  return chromium.launch({ executablePath, headless: true, args: FLAGS, env: { ...ownEnv(), ...env } });
};
