import { expect, test } from 'vitest';
import { readUploadType, sniffUploadType } from '../../worker/contract/upload-types.ts';

const head = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  ['image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF\0'],
  ['image/webp', 'RIFF\x10\0\0\0WEBPVP8 '],
  ['audio/wav', 'RIFF\x10\0\0\0WAVEfmt '],
  ['audio/ogg', 'OggS\0\x02\0\0\0\0\0\0'],
  ['audio/mp4', '\0\0\0\x20ftypM4A '],
  ['audio/mpeg', 'ID3\x04\0\0\0\0\0\0'],
  ['audio/mpeg', '\xff\xfb\x90\0'],
  ['audio/mpeg', '\xff\xf3\x90\0'],
] as const)('%s is told by its first bytes', (type, text) => {
  expect(sniffUploadType(head(text))).toBe(type);
});

test.each([
  ['nothing', ''],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
  ['a page', '<!doctype html>'],
  ['GIF', 'GIF89a\0\0\0\0\0\0'],
  ['AVI', 'RIFF\x10\0\0\0AVI LIST'],
  ['AAC without a box', '\xff\xf1\x50\x80'],
  ['a ZIP', 'PK\x03\x04'],
  ['a program', 'MZ\x90\0'],
])('%s is none of them', (_, text) => {
  expect(sniffUploadType(head(text))).toBeUndefined();
});

test('a type goes by any of its names, in its own kind alone', () => {
  expect(readUploadType('image', 'IMAGE/JPG')).toBe('image/jpeg');
  expect(readUploadType('audio', 'audio/ogg; codecs=opus')).toBe('audio/ogg');
  expect(readUploadType('audio', 'audio/x-m4a')).toBe('audio/mp4');
  for (const name of ['image/svg+xml', 'image/gif', 'audio/mpeg', '', '__proto__', 'constructor']) {
    expect(readUploadType('image', name), name).toBeUndefined();
  }
});
