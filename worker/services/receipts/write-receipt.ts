import type { Context } from '../../context.ts';
import type { InterfaceLocale } from '../../contract/preferences.ts';
import { AppError } from '../../errors.ts';
import { readPreferences } from '../accounts/read-preferences.ts';
import { findReceipt } from './find-receipt.ts';

type Wanted = { paymentId: string; userId: string; isOperator: boolean; locale?: InterfaceLocale | undefined };

const localeOf = async (ctx: Context, userId: string): Promise<InterfaceLocale> => {
  const kept = await ctx.db
    .prepare('SELECT preferences FROM users WHERE id = ?1')
    .bind(userId)
    .first<string>('preferences');
  return readPreferences(kept ?? '{}').locale ?? 'en';
};

/**
 * A receipt as a PDF, in a wanted language or in that of whoever asks. It is written anew each time: what stands on it
 * does not change, but for what is given back.
 * @throws AppError not_found; receipt_not_writable for letters that it would not show: the page and its print do.
 */
export const writeReceipt = async (
  ctx: Context,
  { locale, ...wanted }: Wanted,
): Promise<{ fileName: string; body: Uint8Array }> => {
  const receipt = await findReceipt(ctx, wanted);
  if (!receipt.hasPdf)
    throw new AppError('receipt_not_writable', 'It has letters that our PDF cannot write. Print its page instead.');
  // Shaping letters is a large part of the Worker, and few requests need it.
  const { writeReceiptPdf } = await import('./pdf/receipt-pdf.ts');
  const readFont = (name: string) => ctx.readAsset(`/fonts/receipt/${name}.woff`);
  const body = await writeReceiptPdf(receipt, locale ?? (await localeOf(ctx, wanted.userId)), readFont);
  return { fileName: `ozvena-receipt-${receipt.payment.receiptNumber}.pdf`, body };
};
