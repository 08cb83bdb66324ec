import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { expect, test } from 'vitest';
import type { PaymentReceipt } from '../../worker/contract/receipts.ts';
import { isWritable, LETTERS } from '../../worker/services/receipts/pdf/letters.ts';
import { writeReceiptPdf } from '../../worker/services/receipts/pdf/receipt-pdf.ts';

const readFont = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(
    await readFile(fileURLToPath(new URL(`../../web/public/fonts/receipt/${name}.woff`, import.meta.url).href)),
  );

const RECEIPT: PaymentReceipt = {
  payment: {
    ...{ id: 'p', processor: 'razorpay', processorPaymentId: 'pay_ABC', orderId: 'o', subscriptionId: null },
    ...{ amountMinor: 2_750, currency: 'USD', refundedMinor: 0, credits: 1_000, receiptNumber: 42, isDemo: false },
    ...{ periodStartAt: null, periodEndAt: null, createdAt: 1_795_305_600_000 },
  },
  seller: { name: 'Ozvena s.r.o.', address: 'Dlouhá 12\nPraha', taxId: 'CZ1' },
  buyer: { name: 'Олена Ковальчук', email: 'olena@example.com', address: null, taxId: null },
  tax: { label: 'VAT', rateBp: 2_000, taxMinor: 458 },
  creditNotes: [],
  ledgerRows: [],
  hasPdf: true,
};

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Reads the texts back as a reader of PDF does: by the maps from glyphs to letters that the file carries. */
const readTexts = (bytes: Uint8Array): { file: string; text: string; pages: number } => {
  const file = latin1(bytes);
  const objects = new Map<number, string>();
  for (const [, id, body = ''] of file.matchAll(/(?<=\n)(\d+) 0 obj\n([\s\S]*?)\nendobj\n/g))
    objects.set(Number(id), body);
  const streamOf = (id: number): string => {
    const [, packed = ''] = /stream\n([\s\S]*)\nendstream/.exec(objects.get(id) ?? '') ?? [];
    return latin1(inflateSync(Buffer.from(packed, 'latin1')));
  };
  const maps = new Map<string, Map<string, string>>();
  for (const body of objects.values()) {
    const [, name = ''] = /\/Subtype \/Type0 \/BaseFont \/(\w+)/.exec(body) ?? [];
    const [, map = ''] = /\/ToUnicode (\d+)/.exec(body) ?? [];
    if (name === '') continue;
    const rows = streamOf(Number(map)).matchAll(/<(\w{4})> <(\w+)>/g);
    const letters = [...rows].map(
      ([, glyph = '', hex = '']) => [glyph, Buffer.from(hex, 'hex').swap16().toString('utf16le')] as const,
    );
    maps.set(name, new Map(letters));
  }
  const contents = [...objects.values()].flatMap((body) => /\/Contents (\d+)/.exec(body)?.[1] ?? []);
  let text = '';
  for (const content of contents) {
    let font: Map<string, string> | undefined;
    for (const line of streamOf(Number(content)).split('\n')) {
      const [, name] = /^\/(\w+) [\d.]+ Tf$/.exec(line) ?? [];
      if (name) font = maps.get(name);
      const [, glyphs] = /<(\w+)> Tj$/.exec(line) ?? [];
      if (glyphs) text += (glyphs.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph) ?? '\ufffd').join('');
      if (line === 'ET') text += '\n';
    }
  }
  return { file, text, pages: contents.length };
};

test.each([
  [
    'en',
    [
      'Receipt 42',
      'Seller',
      'Ozvena s.r.o.',
      'Dlouhá 12',
      'Олена Ковальчук',
      '1,000 Ozvena credits',
      'USD 27.50',
      'Includes VAT 20 %',
      'USD 4.58',
      'pay_ABC',
    ],
  ],
  [
    'uk',
    ['Квитанція 42', 'Продавець', 'Dlouhá 12', 'Олена Ковальчук', 'Кредити Ozvena: 1 000', '27,50 USD', 'Сплачено'],
  ],
  ['hi', ['रसीद 42', 'Ozvena s.r.o.', 'USD 27.50', '22 नवंबर 2026']],
] as const)('a receipt in %s says what it has to, and every letter of it can be read back', async (locale, wanted) => {
  const { file, text, pages } = readTexts(await writeReceiptPdf(RECEIPT, locale, readFont));
  expect(file.startsWith('%PDF-1.7\n')).toBe(true);
  expect(pages).toBe(1);
  for (const words of wanted) expect(text).toContain(words);
  expect(text).not.toContain('\ufffd');
  expect(text).not.toMatch(/demo|Демо|डेमो/i);
});

test('one of the demo says that no money moved, above and below', async () => {
  const receipt = { ...RECEIPT, payment: { ...RECEIPT.payment, isDemo: true } };
  const { text } = readTexts(await writeReceiptPdf(receipt, 'en', readFont));
  expect(text.startsWith('Demo, no money moved\n')).toBe(true);
  expect(text).toContain('No money moved, and it is no proof of a purchase.');
});

test('what is given back stands on it as credit notes, on as many pages as it takes', async () => {
  const note = { amountMinor: 25, taxMinor: 4, takenCredits: 9, owedCredits: 1, madeAt: 1_795_505_600_000 };
  const creditNotes = Array.from({ length: 30 }, (_, index) => ({ ...note, ordinal: index + 1 }));
  const receipt = { ...RECEIPT, payment: { ...RECEIPT.payment, refundedMinor: 750 }, creditNotes };
  const { text, pages } = readTexts(await writeReceiptPdf(receipt, 'en', readFont));
  expect(pages).toBe(3);
  for (const { ordinal } of creditNotes) expect(text).toContain(`Credit note 42-${ordinal}, `);
  expect(text).toContain('10 credits taken back; Includes VAT 20 %: USD 0.04');
  expect(text).toContain('USD 20.00');
});

test('an address that is wider than its column goes on in the next line', async () => {
  const email = `${'a-long-name.'.repeat(8)}x@mail.department.example.com`;
  const receipt = { ...RECEIPT, buyer: { ...RECEIPT.buyer, email } };
  const { text } = readTexts(await writeReceiptPdf(receipt, 'en', readFont));
  expect(text).not.toContain(email);
  expect(text.replaceAll('\n', '')).toContain(email);
});

test('every object stands where the table at the end says', async () => {
  const file = latin1(await writeReceiptPdf(RECEIPT, 'en', readFont));
  const at = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
  const offsets = [...file.slice(at).matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset));
  expect(offsets.length).toBeGreaterThan(10);
  for (const [index, offset] of offsets.entries())
    expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
});

test.each(LETTERS)('the font for %s has every letter from %i to %i', async (script, first, last) => {
  const font = create(Buffer.from(await readFont(`${script}-400`))) as Font;
  const codes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const isLetter = (code: number) => !/\p{Cn}|\p{Co}/u.test(String.fromCodePoint(code));
  expect(codes.filter((code) => isLetter(code) && !font.hasGlyphForCodePoint(code))).toEqual([]);
});

test.each([
  'Jos\u00e9 da Silva',
  'Jose\u0301 da Silva',
  'Nguy\u1ec5n V\u0103n Th\u1eafng',
  '\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2',
  '\u04d8\u043b\u0438\u044f',
  '\u0905\u0915\u094d\u200d\u0937',
  'A\u2011B\u202fC',
])('%s is written, and read back as it was', async (name) => {
  expect(isWritable(name)).toBe(true);
  const { text } = readTexts(await writeReceiptPdf({ ...RECEIPT, buyer: { ...RECEIPT.buyer, name } }, 'en', readFont));
  expect(text).not.toContain('\u0000');
  expect(text).not.toContain('\ufffd');
});

test.each(['\u0645\u062d\u0645\u062f', '\u05d3\u05d5\u05d3', '\u738b\u5c0f\u660e', '\u0e2a\u0e21', 'Ada \u{1f680}'])(
  '%s is not written rather than written as boxes',
  (name) => expect(isWritable(name)).toBe(false),
);
