// Splits packages into what the sandbox bundles: speech engine, voice data, one dictionary a language, codecs.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SPEECH_LANGUAGES } from '../engine/languages.ts';
import { encoderFolder, opusFolder, packageFolder, packFiles, readEspeakPackage } from './espeak-package.mjs';
import { videoInputs, writeVideoCodecs } from './video-packages.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, '..', 'gen');
const stampFile = path.join(out, 'speech.stamp');

// Sound tables and language definitions are needed by every voice; eSpeak's own voice variants are not used.
const CORE = /^(phondata|phontab|phonindex|intonations$|lang\/)/;

/** Changes when a package is updated or when what is built from it changes. */
const fingerprint = () => {
  const hash = crypto.createHash('sha256');
  const inputs = [
    path.join(packageFolder, 'package.json'),
    path.join(encoderFolder, 'package.json'),
    path.join(opusFolder, 'package.json'),
    path.join(here, 'build-speech.mjs'),
    path.join(here, 'espeak-package.mjs'),
    path.join(here, 'video-packages.mjs'),
    ...videoInputs,
    path.join(here, '..', 'engine', 'languages.ts'),
  ];
  for (const file of inputs) hash.update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
};

const stamp = fingerprint();
if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) {
  console.log('sandbox/gen is up to date');
  process.exit(0);
}

fs.rmSync(stampFile, { force: true });
fs.mkdirSync(path.join(out, 'dict'), { recursive: true });
const { engine, files } = readEspeakPackage();
fs.writeFileSync(path.join(out, 'espeak-engine.mjs'), engine);
fs.writeFileSync(path.join(out, 'core.bin'), packFiles([...files].filter(([name]) => CORE.test(name))));
for (const dictionary of new Set(SPEECH_LANGUAGES.map((language) => language.dictionary))) {
  const bytes = files.get(`${dictionary}_dict`);
  if (!bytes) throw new Error(`The speech package has no dictionary "${dictionary}"`);
  fs.writeFileSync(path.join(out, 'dict', `${dictionary}.bin`), bytes);
}
// The encoder's package exports a path that does not exist, so its binary cannot be imported by name.
fs.copyFileSync(path.join(encoderFolder, 'wasm', 'mp3.wasm'), path.join(out, 'mp3.wasm'));
fs.copyFileSync(path.join(opusFolder, 'wasm', 'opus.wasm'), path.join(out, 'opus.wasm'));
await writeVideoCodecs(out);
fs.writeFileSync(stampFile, stamp);
console.log(`sandbox/gen: engine, codecs and ${SPEECH_LANGUAGES.length} languages`);
