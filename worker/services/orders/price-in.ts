import type { Context } from '../../context.ts';
import { convertCents } from '../../contract/credit-price.ts';
import { CURRENCIES_OF, type Currency, type ProcessorId } from '../../contract/processors.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { PaymentProcessor } from '../../providers/payments.ts';

/** The processor somebody has chosen. @throws AppError provider_unavailable where he is not set up here. */
export const processorOf = (ctx: Pick<Context, 'payments'>, id: ProcessorId): PaymentProcessor => {
  const processor = ctx.payments(id);
  if (!processor) throw new AppError('provider_unavailable', 'This way to pay is not open here.');
  return processor;
};

/**
 * What so many US cents are in a currency, at the rate of now, which the order keeps.
 * @throws AppError validation_failed at `/currency` where the processor does not take it, or there is no rate for it.
 */
export const priceIn = (
  { config }: Pick<Context, 'config'>,
  { cents, currency, processor }: { cents: number; currency: Currency; processor: ProcessorId },
): { amountMinor: number; minorPerUsd: number } => {
  const minorPerUsd = config.rates[currency];
  if (minorPerUsd === undefined || !CURRENCIES_OF[processor].includes(currency)) {
    const message = 'Nothing is sold in this currency here.';
    throw invalidFields([{ pointer: '/currency', code: 'out_of_range', message }]);
  }
  return { amountMinor: convertCents(cents, minorPerUsd), minorPerUsd };
};
