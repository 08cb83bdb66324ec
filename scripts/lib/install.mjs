// The packages of the lock file, put in place once. Plain Node 18, without a dependency.
import fs from 'node:fs';
import path from 'node:path';
import { Complaint, NODE, ROOT, run } from './tools.mjs';

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const readPackages = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/**
 * True when what npm last installed is what the lock file asks for. npm writes its own record at the very end of an
 * install, so one that broke off does not count. Packages of other platforms are optional and may be missing.
 */
export const isInstalled = (root = ROOT) => {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(record) || !fs.existsSync(NODE)) return false;
  const installed = readPackages(record);
  return Object.entries(readPackages(path.join(root, 'package-lock.json'))).every(
    ([name, wanted]) => name === '' || wanted.optional || installed[name]?.version === wanted.version,
  );
};

/**
 * Installs exactly the lock file, when that is not what is there.
 * @returns {Promise<boolean>} whether anything had to be done.
 */
export const ensureInstalled = async () => {
  if (isInstalled()) return false;
  // npm tells its scripts where it is itself, which spares a search of the path (and `npm.cmd` on Windows).
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = npm?.endsWith('.js') ? await run(process.execPath, [npm, ...args]) : await run('npm', args);
  if (code !== 0) throw new Complaint(`npm ci did not finish:\n${output}`);
  if (!fs.existsSync(NODE)) await fetchNode();
  return true;
};

/** The package `node` fetches its program by an install script, which npm may be told not to run (or asks about first). */
const fetchNode = async () => {
  const cwd = path.join(ROOT, 'node_modules', 'node');
  const { output } = await run(process.execPath, ['installArchSpecificPackage.js'], { cwd });
  if (!fs.existsSync(NODE)) throw new Complaint(`Node 24 could not be fetched from the registry:\n${output}`);
};
