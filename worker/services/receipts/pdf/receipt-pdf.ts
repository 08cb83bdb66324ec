import type { InterfaceLocale } from '../../../contract/preferences.ts';
import type { ProcessorId } from '../../../contract/processors.ts';
import type { PaymentReceipt } from '../../../contract/receipts.ts';
import { RECEIPT_WORDS } from '../receipt-words.ts';
import { MARGIN, PageWriter, type Style } from './page-writer.ts';
import { PdfFonts, type ReadFont } from './pdf-fonts.ts';
import { PAGE_WIDTH, writePdf } from './write-pdf.ts';

const PROCESSOR_NAMES: Record<ProcessorId, string> = {
  razorpay: 'Razorpay',
  wayforpay: 'WayForPay',
  whitepay: 'WhitePay',
};

const WIDTH = PAGE_WIDTH - 2 * MARGIN;
const COLUMN_GAP = 24;
const HALF = (WIDTH - COLUMN_GAP) / 2;
const AMOUNT_WIDTH = 130;

const TITLE: Style = { size: 22, weight: 700 };
const STRONG: Style = { size: 11, weight: 700 };
const BODY: Style = { size: 10.5 };
const SMALL: Style = { size: 9, soft: true };

type Row = { name: string; note?: string; amount: string; isStrong?: boolean };
type Sheet = {
  title: string;
  day: string;
  demo: string | undefined;
  parties: { title: string; text: string }[];
  rows: Row[];
  notes: string[];
};

/** Digits in the way of the language, always 0 to 9: amounts are compared with those of banks. */
const formatsOf = (locale: InterfaceLocale, currency: string) => {
  const tag = `${locale}-u-nu-latn`;
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency, currencyDisplay: 'code' });
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    money: (minor: number): string => money.format(minor / 100),
    number: (value: number): string => number.format(value),
    day: (at: number): string => day.format(at),
  };
};

const linesOf = (lines: readonly (string | null)[]): string => lines.filter(Boolean).join('\n') || '\u2013';

/** Everything that stands on it, in its order. */
const toSheet = ({ payment, seller, buyer, tax, creditNotes }: PaymentReceipt, locale: InterfaceLocale): Sheet => {
  const words = RECEIPT_WORDS[locale];
  const { money, number, day } = formatsOf(locale, payment.currency);
  const { amountMinor, refundedMinor, isDemo } = payment;
  const taxName = tax ? words.includes(tax.label, `${number(tax.rateBp / 100)} %`) : '';
  const noteRows = creditNotes.map((note): Row => {
    const parts = [
      words.taken(number(note.takenCredits + note.owedCredits)),
      ...(tax ? [`${taxName}: ${money(note.taxMinor)}`] : []),
    ];
    const name = words.creditNote(`${payment.receiptNumber}-${note.ordinal}`, day(note.madeAt));
    return { name, note: parts.join('; '), amount: money(-note.amountMinor) };
  });
  return {
    title: words.receipt(String(payment.receiptNumber)),
    day: day(payment.createdAt),
    demo: isDemo ? words.demo : undefined,
    parties: [
      { title: words.seller, text: linesOf([seller.name, seller.address, seller.taxId]) },
      { title: words.buyer, text: linesOf([buyer.name, buyer.email, buyer.address, buyer.taxId]) },
    ],
    rows: [
      { name: words.credits(number(payment.credits)), amount: money(amountMinor) },
      ...(tax ? [{ name: taxName, amount: money(tax.taxMinor) }] : []),
      { name: words.paid, amount: money(amountMinor), isStrong: true },
      ...noteRows,
      ...(noteRows.length > 0
        ? [{ name: words.left, amount: money(amountMinor - refundedMinor), isStrong: true }]
        : []),
    ],
    notes: [
      words.through(PROCESSOR_NAMES[payment.processor], payment.processorPaymentId),
      ...(isDemo ? [words.demoNote] : []),
    ],
  };
};

const textsOf = ({ title, day, demo = '', parties, rows, notes }: Sheet): string[] => [
  ...[title, day, demo, ...notes],
  ...parties.flatMap((party) => [party.title, party.text]),
  ...rows.flatMap(({ name, note = '', amount }) => [name, note, amount]),
];

const drawRow = (page: PageWriter, { name, note, amount, isStrong }: Row): void => {
  const style = isStrong ? STRONG : BODY;
  page.keepTogether(48);
  page.rule();
  page.space(6);
  const top = page.y;
  page.text(amount, style, { x: PAGE_WIDTH - MARGIN - AMOUNT_WIDTH, width: AMOUNT_WIDTH, align: 'end' });
  page.to(top);
  page.text(name, style, { x: MARGIN, width: WIDTH - AMOUNT_WIDTH - COLUMN_GAP });
  if (note !== undefined) page.text(note, SMALL, { x: MARGIN, width: WIDTH - AMOUNT_WIDTH - COLUMN_GAP });
  page.space(6);
};

const drawSheet = (page: PageWriter, sheet: Sheet): void => {
  const top = page.y;
  if (sheet.demo) page.text(sheet.demo, STRONG, { x: MARGIN + HALF, width: WIDTH - HALF, align: 'end' });
  page.to(top);
  page.text(sheet.title, TITLE, { x: MARGIN, width: HALF + COLUMN_GAP });
  page.text(sheet.day, SMALL, { x: MARGIN, width: HALF });
  page.space(28);
  const partiesTop = page.y;
  const ends = sheet.parties.map(({ title, text }, index) => {
    const place = { x: MARGIN + index * (HALF + COLUMN_GAP), width: HALF };
    page.to(partiesTop);
    page.text(title, SMALL, place);
    page.text(text, BODY, place);
    return page.y;
  });
  page.to(Math.min(...ends));
  page.space(28);
  for (const row of sheet.rows) drawRow(page, row);
  page.rule();
  page.space(16);
  for (const note of sheet.notes) page.text(note, SMALL, { x: MARGIN, width: WIDTH });
};

/**
 * A receipt as a PDF in a language, A4, its fonts in it and its texts readable by machines.
 * @throws what `readFont` throws.
 */
export const writeReceiptPdf = async (
  receipt: PaymentReceipt,
  locale: InterfaceLocale,
  readFont: ReadFont,
): Promise<Uint8Array> => {
  const sheet = toSheet(receipt, locale);
  const fonts = new PdfFonts(readFont);
  await fonts.load(textsOf(sheet));
  const page = new PageWriter(fonts);
  drawSheet(page, sheet);
  const { createdAt } = receipt.payment;
  return writePdf(page.pages(), fonts.used(), { title: sheet.title, language: locale, createdAt });
};
