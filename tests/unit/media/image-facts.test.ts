import { expect, test } from 'vitest';
import { readImageFacts } from '../../../worker/media/image-facts.ts';

// 48 by 32 pixels of red, one of each kind.
const JPEG =
  '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABNAAEBAAAAAAAAAAAAAAAAAAAABgEBAQEAAAAAAAAAAAAAAAAAAAYHEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgAIAAwAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AiwEo38AAAAAAAAAB/9k=';
const WEBP_LOSSY =
  'UklGRk4AAABXRUJQVlA4IEIAAABQAwCdASowACAAPpFGnkslo6KhpWgAsBIJZwDO3oAAK/fDcAD+7tPf/2LOWwLx//7nA/7nA/7nA/jbB+29aoAAAAA=';
const WEBP_LOSSLESS = 'UklGRhwAAABXRUJQVlA4TA8AAAAvL8AHAAcQ9Y/+ByKi/wEA';
const WEBP_CLEAR =
  'UklGRnIAAABXRUJQVlA4WAoAAAAQAAAALwAAHwAAQUxQSAoAAAABB9C/iAhERP8DVlA4IEIAAABQAwCdASowACAAPpFGnkslo6KhpWgAsBIJZwDO3oAAK/fDcAD+7tPf/2LOWwLx//7nA/7nA/7nA/jbB+29aoAAAAA=';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxL';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

test.each([
  ['a JPEG', JPEG, 'image/jpeg'],
  ['a lossy WebP', WEBP_LOSSY, 'image/webp'],
  ['a lossless WebP', WEBP_LOSSLESS, 'image/webp'],
  ['a WebP with opacity', WEBP_CLEAR, 'image/webp'],
  ['a PNG', PNG, 'image/png'],
])('%s says how large it is', (_, base64, type) => {
  expect(readImageFacts(bytesOf(base64))).toEqual({ type, width: 48, height: 32 });
});

test('a picture within a larger buffer is read where it begins', () => {
  const padded = new Uint8Array(200);
  padded.set(bytesOf(PNG), 100);
  expect(readImageFacts(padded.subarray(100))).toMatchObject({ width: 48 });
});

test.each([
  ['nothing', new Uint8Array()],
  ['a page', new TextEncoder().encode('<!doctype html><title>Bad gateway</title>')],
  ['a GIF', new TextEncoder().encode('GIF89a0123456789012345678901234567890')],
  ['a WAV', new TextEncoder().encode('RIFF0000WAVEfmt 0123456789012345678901')],
  ['a JPEG that ends before its size', bytesOf(JPEG).subarray(0, 100)],
  ['a PNG that ends before its size', bytesOf(PNG).subarray(0, 20)],
  ['a WebP that ends before its size', bytesOf(WEBP_LOSSY).subarray(0, 24)],
  ['a PNG without pixels', bytesOf(PNG).fill(0, 16, 24)],
])('%s is no picture', (_, bytes) => {
  expect(readImageFacts(bytes)).toBeUndefined();
});

test('no beginning of a picture is too much for it', () => {
  for (const base64 of [JPEG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_CLEAR, PNG]) {
    const bytes = bytesOf(base64);
    for (let end = 0; end < bytes.length; end += 1) expect(() => readImageFacts(bytes.subarray(0, end))).not.toThrow();
  }
});
