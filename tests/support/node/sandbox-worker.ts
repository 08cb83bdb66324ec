import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.join(fileURLToPath(import.meta.url), '..', '..', '..', '..');
/** Where this run writes the bundle of the sandbox: another that begins now must not change it under our hands. */
const OUT = path.join(ROOT, 'gen', 'test-sandbox', String(process.pid));
const WRANGLER = path.join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');

const run = (args: string[]): void => {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe', env: { ...process.env, CI: '1' } });
};

/** Bundles the sandbox as it would be deployed: an auxiliary Worker takes no TypeScript. */
export const setup = (): (() => void) => {
  run([path.join(ROOT, 'sandbox', 'build', 'build-speech.mjs')]);
  run([WRANGLER, 'deploy', '--dry-run', '--outdir', OUT, '-c', path.join(ROOT, 'sandbox', 'wrangler.toml')]);
  // The main Worker's configuration names the folder of the web app, which need not be built for these tests.
  mkdirSync(path.join(ROOT, 'web', 'dist'), { recursive: true });
  return () => rmSync(OUT, { recursive: true, force: true });
};

const typeOf = (file: string) => {
  if (file.endsWith('.js')) return 'ESModule' as const;
  return file.endsWith('.wasm') ? ('CompiledWasm' as const) : ('Data' as const);
};

/** The bundled sandbox as a Worker beside the one under test. To be called after `setup`. */
export const sandboxWorker = () => {
  const files = readdirSync(OUT).filter((file) => /\.(js|wasm|bin)$/.test(file));
  const ordered = ['index.js', ...files.filter((file) => file !== 'index.js')];
  return {
    name: 'ozvena-sandbox',
    modulesRoot: OUT,
    modules: ordered.map((file) => ({ type: typeOf(file), path: path.join(OUT, file) })),
    compatibilityDate: '2026-10-20',
    compatibilityFlags: ['nodejs_compat'],
    bindings: { FAULTS: 'on' },
    durableObjects: { STATE: { className: 'SandboxState', useSQLite: true } },
  };
};
