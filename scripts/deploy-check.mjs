// npm run deploy:check: builds both Workers as for production, without sending anything, and weighs them.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSpeech, buildWeb, WEB_DIST } from './lib/build.mjs';
import { Complaint, exists, ROOT, runMain, runNode, WRANGLER } from './lib/tools.mjs';

const KIB = 1_024;
const OUT = path.join(ROOT, 'gen', 'deploy');

// A quarter of the main one is codecs of pictures, which the platform compiles before any start: they delay none. A tenth
// shapes letters for receipts, Devanagari among them, and is evaluated when the first one is written.
const WORKERS = [
  { name: 'ozvena', args: ['--env', 'production'], limitKib: 1_100 },
  { name: 'ozvena-sandbox', args: ['-c', 'sandbox/wrangler.toml'], limitKib: 10 * KIB },
];

/** Gzipped size of all that would be uploaded; source maps and wrangler's own note are not. @param {string} folder */
const weigh = (folder) =>
  fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => fs.statSync(file).isFile() && !/\.map$|README\.md$/.test(file))
    .reduce((sum, file) => sum + gzipSync(fs.readFileSync(file)).length, 0) / KIB;

runMain(async () => {
  await buildSpeech();
  if (!exists(WEB_DIST)) await buildWeb();
  let failed = false;
  for (const { name, args, limitKib } of WORKERS) {
    const outdir = path.join(OUT, name);
    fs.rmSync(outdir, { recursive: true, force: true });
    const built = await runNode(WRANGLER, ['deploy', ...args, '--dry-run', '--minify', '--outdir', outdir]);
    if (built.code !== 0) throw new Complaint(`${name} could not be built for production:\n\n${built.output}`);
    const sizeKib = weigh(outdir);
    const fits = sizeKib <= limitKib;
    failed ||= !fits;
    console.log(`  ${fits ? '✓' : '✗'} ${name.padEnd(16)} ${sizeKib.toFixed(1)} KiB gzip of ${limitKib} KiB`);
  }
  if (failed) throw new Complaint('A Worker is larger than it may be.');
});
