import { expect, test } from 'vitest';
import { PLAIN } from '../../../worker/media/image/image-facts.ts';
import { readJpeg } from '../../../worker/media/image/read-jpeg.ts';
import { readPng } from '../../../worker/media/image/read-png.ts';
import { readWebp } from '../../../worker/media/image/read-webp.ts';
import {
  encodeJpeg,
  encodePng,
  encodeWebp,
  exifBody,
  jpegSegment,
  pngChunk,
  webpCanvas,
  webpChunk,
  webpPicture,
} from '../../support/images.ts';
import { joinBytes } from '../../support/tones.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const SECRET = bytes('50.0755 N, at home');
const holds = (file: Uint8Array, part: Uint8Array) => Buffer.from(file).includes(Buffer.from(part));

const CASES = [
  { name: 'PNG', read: readPng, plain: encodePng() },
  { name: 'JPEG', read: readJpeg, plain: encodeJpeg() },
  { name: 'WebP', read: readWebp, plain: encodeWebp() },
];

test.each(CASES)('a plain $name is kept byte for byte, and measured', ({ read, plain }) => {
  expect(read(plain)).toEqual({ widthPx: 320, heightPx: 300, ...PLAIN, clean: plain });
});

test.each(CASES)('what stands behind the end of a $name goes', ({ read, plain }) => {
  expect(read(joinBytes(plain, bytes('PK\x03\x04<script>')))?.clean).toEqual(plain);
});

test.each(CASES)('a $name that is cut off anywhere is none, and breaks nothing', ({ read, plain }) => {
  for (let length = 12; length < plain.length; length += 1)
    expect(read(plain.subarray(0, length)), `${length}`).toBeUndefined();
});

test('Exif, XMP, IPTC, comments and further pictures leave a JPEG; its colors stay', () => {
  const colors = [
    jpegSegment(0xe0, bytes('JFIF\0')),
    jpegSegment(0xe2, bytes('ICC_PROFILE\0 p3')),
    jpegSegment(0xee, bytes('Adobe')),
  ];
  const telling = [0xe1, 0xe2, 0xed, 0xfe, 0xef].map((marker) => jpegSegment(marker, SECRET));
  const exif = jpegSegment(0xe1, exifBody(1, 'Ada, at home'));
  const read = readJpeg(encodeJpeg({ extra: [...colors, exif, ...telling] }));
  expect(read?.clean).toEqual(encodeJpeg({ extra: colors }));
});

test('a turned JPEG stays turned, says nothing else, and is measured as it is seen', () => {
  const exif = jpegSegment(0xe1, exifBody(6, 'Ada, at home'));
  const read = readJpeg(encodeJpeg({ widthPx: 640, heightPx: 480, extra: [exif] }));
  expect(read).toMatchObject({ widthPx: 480, heightPx: 640, isTurned: true });
  const clean = read?.clean ?? new Uint8Array();
  expect(holds(clean, bytes('Ada'))).toBe(false);
  expect(readJpeg(clean)).toEqual(read);
});

test('a JPEG in four inks says so', () => {
  expect(readJpeg(encodeJpeg({ components: 4 }))).toMatchObject({ isInInks: true });
});

test('Exif that leads out of itself turns nothing', () => {
  const body = exifBody(6, '');
  for (let length = 6; length < 28; length += 1) {
    const exif = jpegSegment(0xe1, body.subarray(0, length));
    expect(readJpeg(encodeJpeg({ extra: [exif] }))?.clean, `${length}`).toEqual(encodeJpeg());
  }
});

test('a JPEG of two frames is none: which of them is seen depends on who looks', () => {
  const frame = jpegSegment(0xc2, Uint8Array.of(8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0));
  expect(readJpeg(encodeJpeg({ extra: [frame] }))).toBeUndefined();
});

test('texts, times, Exif and further pictures leave a PNG; its colors stay', () => {
  const colors = [pngChunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f)), pngChunk('iCCP', bytes('p3'))];
  const telling = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME', 'acTL', 'prVt'].map((name) => pngChunk(name, SECRET));
  expect(readPng(encodePng({ extra: [...colors, ...telling] }))?.clean).toEqual(encodePng({ extra: colors }));
});

test('a PNG with two headers is none', () => {
  const header = pngChunk('IHDR', new Uint8Array(13));
  expect(readPng(encodePng({ extra: [header] }))).toBeUndefined();
});

test('Exif and XMP leave a WebP, and its head no longer promises them', () => {
  const colors = webpChunk('ICCP', bytes('p3!'));
  const telling = [webpChunk('EXIF', SECRET), webpChunk('XMP ', SECRET), webpChunk('junk', SECRET)];
  const read = readWebp(encodeWebp(webpCanvas(0b0010_1100), colors, webpPicture(), ...telling));
  expect(read?.clean).toEqual(encodeWebp(webpCanvas(0b0010_0000), colors, webpPicture()));
});

test('a lossy WebP is measured', () => {
  const body = Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0xe0, 0x81);
  expect(readWebp(encodeWebp(webpChunk('VP8 ', body)))).toMatchObject({ widthPx: 640, heightPx: 480 });
});

test('a WebP whose canvas hides a larger picture is none, and neither is one that moves', () => {
  const large = webpPicture({ widthPx: 16_384, heightPx: 16_384 });
  expect(readWebp(encodeWebp(webpCanvas(0), large))).toBeUndefined();
  expect(readWebp(encodeWebp(webpCanvas(0b10), webpPicture()))).toBeUndefined();
});
