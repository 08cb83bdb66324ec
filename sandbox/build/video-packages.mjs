import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

const h264File = require.resolve('h264-mp4-encoder/embuild/dist/h264-mp4-encoder.node.js');
// Neither package exports these files by name.
const aacFile = path.join(path.dirname(require.resolve('@mediabunny/aac-encoder')), '..', 'modules', 'build', 'aac.js');
const sourceOf = (name, file) => path.join(path.dirname(require.resolve(name)), 'src', file);
const commonFile = sourceOf('@wasm-audio-decoders/common', 'WASMAudioDecoderCommon.js');
const mpegFiles = [sourceOf('mpg123-decoder', 'EmscriptenWasm.js'), sourceOf('mpg123-decoder', 'MPEGDecoder.js')];
const vorbisFolder = path.dirname(fileURLToPath(import.meta.resolve('@wasm-audio-decoders/ogg-vorbis')));
const vorbisFiles = ['EmscriptenWasm.js', 'OggVorbisDecoder.js'].map((file) => path.join(vorbisFolder, 'src', file));

// Taken from here and not imported by name: one of them is described as something else than a compiled binary.
const pictureFiles = {
  'jpeg.wasm': require.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'),
  'png.wasm': require.resolve('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'),
  'webp.wasm': require.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'),
};

/** The files that the codecs are taken from: each changes with its package. */
export const videoInputs = [
  h264File,
  aacFile,
  commonFile,
  ...mpegFiles,
  ...vorbisFiles,
  ...Object.values(pictureFiles),
];

/** Cuts out what stands from one text up to another, both of which must be found. */
const cut = (source, from, to, replacement) => {
  const start = source.indexOf(from);
  const end = source.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`A codec no longer contains: ${start < 0 ? from : to}`);
  return source.slice(0, start) + replacement + source.slice(end);
};

const swap = (source, before, after) => {
  if (!source.includes(before)) throw new Error(`A codec no longer contains: ${before}`);
  return source.replace(before, () => after);
};

// The loader writes functions out of text in three places, which a Worker forbids. These do the same without.
const NAMED_FUNCTION = [
  `new Function("body","return function "+A+'() {\\n    "use strict";    return body.apply(this, arguments);\\n};\\n')(B)`,
  'Object.defineProperty(function(){return B.apply(this,arguments)},"name",{value:A})',
];
const DYNAMIC_CALL =
  'var callee=I;I=function(){return callee.apply(null,[Q].concat([].slice.call(arguments)))};return ';
const METHOD = `return I=function(types,method,target,isMethod,hasDestructors,hasResult){return function(){
  if(arguments.length!==types.length-2)$A("wrong number of arguments");
  var destructors=hasDestructors?[]:null,wire=[target];
  if(isMethod)wire.push(types[1].toWireType(destructors,this));
  for(var k=2;k<types.length;++k)wire.push(types[k].toWireType(destructors,arguments[k-2]));
  var result=method.apply(null,wire);
  if(hasDestructors)tB(destructors);
  else for(k=isMethod?1:2;k<types.length;++k)if(types[k].O!==null)types[k].O(wire[isMethod?k:k-1]);
  if(hasResult)return types[0].fromWireType(result)
}}(I,F,C,c,N,H)`;

const readH264 = () => {
  let js = fs.readFileSync(h264File, 'utf8');
  const embedded = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]{1000,})/.exec(js);
  if (!embedded) throw new Error('h264-mp4-encoder no longer carries its binary');
  js = js.replace(embedded[0], 'data:application/octet-stream;base64,').replace(/\/\/# sourceMappingURL.*/, '');
  js = swap(js, 'Q.n(I)()()', 'Q.n(I)()(OPTIONS)');
  js = swap(
    js,
    'y="object"==typeof process&&"object"==typeof process.versions&&"string"==typeof process.versions.node',
    'y=!1',
  );
  js = swap(js, ...NAMED_FUNCTION);
  js = cut(js, 'return E="return function dynCall_"', 'I}var MB=void 0', DYNAMIC_CALL);
  js = cut(js, 'D="return function "+vA(D)', '(G).apply(null,F),void 0===y[B].N', METHOD);
  js = swap(js, `${METHOD}(G).apply(null,F)`, METHOD);
  if (/new Function|Function\)/.test(js))
    throw new Error('h264-mp4-encoder writes functions out of text elsewhere, too');
  const source = `export default function create(OPTIONS){const module={exports:{}};const require=()=>({});const __dirname="/";
${js}
return module.exports.createH264MP4Encoder();}
`;
  return { source, wasm: Buffer.from(embedded[1], 'base64') };
};

/** The binary that a module compiles by `WebAssembly[method]` while `run` runs. */
const catchBinary = async (method, run) => {
  const original = WebAssembly[method];
  let binary;
  WebAssembly[method] = (bytes, ...rest) => {
    binary = Buffer.from(bytes);
    return original(bytes, ...rest);
  };
  try {
    await run();
  } finally {
    WebAssembly[method] = original;
  }
  if (!binary) throw new Error(`Nothing was compiled by WebAssembly.${method}`);
  return binary;
};

const readAac = async (out) => {
  let js = fs.readFileSync(aacFile, 'utf8');
  js = swap(js, 'Object.defineProperty(exports, "__esModule", { value: true });', '');
  js = js.replace(/exports\.default = Module;\s*$/, 'export default Module;\n');
  const whole = path.join(out, 'aac-whole.mjs');
  fs.writeFileSync(whole, js);
  try {
    const { default: create } = await import(pathToFileURL(whole).href);
    const wasm = await catchBinary('instantiate', create);
    return { source: cut(js, "binaryDecode('", '; }\n    function getBinarySync', 'null'), wasm };
  } finally {
    fs.rmSync(whole);
  }
};

const readCommon = () => {
  const common = swap(fs.readFileSync(commonFile, 'utf8'), 'import { decode } from "simple-yenc";', '');
  return swap(common, 'export default function', 'function');
};

/** The engine of a decoder of this family, without the binary that it carries as text. */
const readEngine = (file) => {
  const engine = cut(fs.readFileSync(file, 'utf8'), 'if (!EmscriptenWASM.wasm)', '\n\nvar imports', '');
  return swap(engine, 'export default function', 'function');
};

const COMMON_IMPORT = 'import { WASMAudioDecoderCommon } from "@wasm-audio-decoders/common";';
const ENGINE_IMPORT = 'import EmscriptenWASM from "./EmscriptenWasm.js";';

// The packages' own entries want Web Workers, of which a Worker has none, and carry their binaries as text.
const readMpeg = async () => {
  const { MPEGDecoder } = await import('mpg123-decoder');
  const wasm = await catchBinary('compile', async () => {
    const decoder = new MPEGDecoder();
    await decoder.ready;
    decoder.free();
  });
  const [engineFile, decoderFile] = mpegFiles;
  const decoder = swap(swap(fs.readFileSync(decoderFile, 'utf8'), COMMON_IMPORT, ''), ENGINE_IMPORT, '');
  return { source: [readCommon(), readEngine(engineFile), decoder].join('\n'), wasm };
};

// Of Vorbis only what decodes packets is taken: pages are read by the same demuxer as all else.
const readVorbis = async () => {
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  const wasm = await catchBinary('compile', async () => {
    const decoder = new OggVorbisDecoder();
    await decoder.ready;
    decoder.free();
  });
  const [engineFile, decoderFile] = vorbisFiles;
  let decoder = swap(fs.readFileSync(decoderFile, 'utf8'), COMMON_IMPORT, '');
  decoder = swap(cut(decoder, 'import CodecParser', 'import EmscriptenWASM', ''), ENGINE_IMPORT, '');
  decoder = decoder.slice(0, decoder.indexOf('export const setDecoderClass'));
  decoder = swap(decoder, 'export function Decoder', 'export default function Decoder');
  return { source: [readCommon(), readEngine(engineFile), decoder].join('\n'), wasm };
};

/** Writes the codecs of video into a folder: glue that takes a compiled binary, and the binaries. */
export const writeVideoCodecs = async (out) => {
  for (const [name, file] of Object.entries(pictureFiles)) fs.copyFileSync(file, path.join(out, name));
  const codecs = { h264: readH264(), aac: await readAac(out), mpg123: await readMpeg(), vorbis: await readVorbis() };
  for (const [name, { source, wasm }] of Object.entries(codecs)) {
    fs.writeFileSync(path.join(out, `${name}.mjs`), source);
    fs.writeFileSync(path.join(out, `${name}.wasm`), wasm);
  }
};
