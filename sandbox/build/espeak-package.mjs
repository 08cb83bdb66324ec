import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DATA_ROOT = '/usr/share/espeak-ng-data/';
const require = createRequire(import.meta.url);

/** Folder of the installed npm package that holds the engine. */
export const packageFolder = path.dirname(require.resolve('@echogarden/espeak-ng-emscripten/package.json'));

/** Folder of the installed npm package that holds LAME as WebAssembly. */
export const encoderFolder = path.join(path.dirname(require.resolve('wasm-media-encoders')), '..');

/** Folder of the installed npm package that holds libopus as WebAssembly. */
export const opusFolder = path.dirname(require.resolve('@evan/opus/package.json'));

/**
 * What the engine does at load time for a browser or for Node, and what a Worker needs instead.
 * Every text must be found: an update of the package that changes one fails the build, not a visitor.
 */
const REWRITES = [
  // A Worker has no location; taken for a browser worker, the engine would read it and throw.
  ['ENVIRONMENT_IS_WORKER=typeof WorkerGlobalScope!="undefined"', 'ENVIRONMENT_IS_WORKER=false'],
  // nodejs_compat shows a `process`; taken for Node, the engine would open files.
  [
    'ENVIRONMENT_IS_NODE=typeof process=="object"&&typeof process.versions=="object"&&typeof process.versions.node=="string"&&process.type!="renderer"',
    'ENVIRONMENT_IS_NODE=false',
  ],
  [
    'if(ENVIRONMENT_IS_NODE){const{createRequire}=await import("module");let dirname=import.meta.url;if(dirname.startsWith("data:")){dirname="/"}var require=createRequire(dirname)}',
    '',
  ],
];
const NODE_MODULES = ['fs', 'path', 'url', 'crypto', 'child_process', 'ws'];
const PRELOAD = /loadPackage\(\{files:\[(.*?)\],remote_package_size:\d+\}\)/s;

/**
 * Takes the package apart.
 * @returns {{ engine: string, files: Map<string, Buffer> }} the engine's source without its preload,
 *   and the bytes of every data file by its path below the data folder
 */
export const readEspeakPackage = () => {
  let engine = fs.readFileSync(path.join(packageFolder, 'espeak-ng.js'), 'utf8');
  const data = fs.readFileSync(path.join(packageFolder, 'espeak-ng.data'));
  const preload = PRELOAD.exec(engine);
  if (!preload) throw new Error('espeak-ng.js no longer lists its data files where they were');
  const files = new Map();
  for (const [, name, start, end] of preload[1].matchAll(/filename:"([^"]+)",start:(\d+),end:(\d+)/g)) {
    files.set(name.replace(DATA_ROOT, ''), data.subarray(Number(start), Number(end)));
  }
  engine = engine.replace(preload[0], 'void 0');
  for (const [before, after] of REWRITES) {
    if (!engine.includes(before)) throw new Error(`espeak-ng.js no longer contains: ${before}`);
    engine = engine.replaceAll(before, after);
  }
  for (const name of NODE_MODULES) engine = engine.replaceAll(`require("${name}")`, 'null');
  return { engine, files };
};

/**
 * One pack of files: a little-endian u32 with the length of the header, the header
 * (JSON `[[path, bytes], …]`), then the files one after the other.
 * @param {[string, Buffer][]} entries
 */
export const packFiles = (entries) => {
  const header = Buffer.from(JSON.stringify(entries.map(([name, bytes]) => [DATA_ROOT + name, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, ...entries.map(([, bytes]) => bytes)]);
};
