// Weighs the script that a first visit loads, gzipped: on the landing page, and on the studio's first page.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWeb, WEB_DIST, WEB_MANIFEST } from './lib/build.mjs';
import { Complaint, runMain } from './lib/tools.mjs';

const BYTES_PER_KB = 1_000;

/** The texts of a way in, in the default language. @param {string} area */
const catalogs = (area) => ['house', area].map((name) => `src/i18n/locales/${name}/en.po`);

/** What a page loads: the entry, and the modules it asks for one after the other; the texts of a language are some of them. */
const PAGES = [
  { name: 'landing', limitKb: 120, modules: ['src/app/landing-entry.tsx', ...catalogs('landing')] },
  {
    name: 'studio',
    limitKb: 170,
    modules: [
      'src/app/studio-entry.tsx',
      ...catalogs('studio'),
      'src/features/studio/studio-layout.tsx',
      'src/features/speech/speech-page.tsx',
    ],
  },
];

/** @typedef {Record<string, { file: string, imports?: string[], isEntry?: boolean }>} Manifest */

/** Adds the files of a module's chunk and of all that it imports statically. @param {Manifest} manifest @param {string} key */
const filesOf = (manifest, key, files = /** @type {Set<string>} */ (new Set())) => {
  const chunk = manifest[key];
  if (!chunk) throw new Complaint(`The build has no chunk of its own for ${key}; is it still loaded by import()?`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const other of chunk.imports ?? []) filesOf(manifest, other, files);
  return files;
};

/** @param {string} file */
const gzippedKb = (file) => gzipSync(fs.readFileSync(path.join(WEB_DIST, file))).length / BYTES_PER_KB;

runMain(async () => {
  await buildWeb();
  /** @type {Manifest} */
  const manifest = JSON.parse(fs.readFileSync(WEB_MANIFEST, 'utf8'));
  const entry = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  let failed = false;
  for (const { name, limitKb, modules } of PAGES) {
    const files = new Set(['theme.js']);
    for (const key of [...entry, ...modules]) filesOf(manifest, key, files);
    const sizeKb = [...files].reduce((sum, file) => sum + gzippedKb(file), 0);
    const fits = sizeKb <= limitKb;
    failed ||= !fits;
    console.log(`  ${fits ? '✓' : '✗'} ${name.padEnd(8)} ${sizeKb.toFixed(1)} KB script gzip of ${limitKb} KB`);
  }
  if (failed) throw new Complaint('A page loads more script than it may.');
});
