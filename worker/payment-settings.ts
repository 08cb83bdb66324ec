import { z } from 'zod';
import type { Currency } from './contract/processors.ts';
import type { Seller } from './db/payment-posting.ts';
import type { PaymentAccounts } from './providers/payment-registry.ts';
import { allOrNone, ConfigError, refusePlaceholders } from './settings.ts';

/** A key of a processor that signs is a random text of at least this length. */
const SIGNING_KEY_MIN_CHARS = 16;
const signingKey = z.string().min(SIGNING_KEY_MIN_CHARS);

/** The settings of those who take money for us. A processor without them is played by the sandbox, or is not there. */
export const paymentSettings = {
  RAZORPAY_KEY_ID: z
    .string()
    .regex(/^rzp_(test|live)_\w{4,40}$/)
    .optional(),
  RAZORPAY_KEY_SECRET: signingKey.optional(),
  RAZORPAY_WEBHOOK_SECRET: signingKey.optional(),
  /** The one before, and until when it is believed: for a day the vendor tells again what he has signed with it. */
  RAZORPAY_WEBHOOK_SECRET_PREVIOUS: signingKey.optional(),
  RAZORPAY_WEBHOOK_SECRET_PREVIOUS_UNTIL: z.iso.datetime({ offset: true }).optional(),
  WAYFORPAY_MERCHANT_ACCOUNT: z.string().min(3).max(100).optional(),
  WAYFORPAY_SECRET_KEY: signingKey.optional(),
  WHITEPAY_SLUG: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional(),
  WHITEPAY_TOKEN: signingKey.optional(),
  WHITEPAY_WEBHOOK_SECRET: signingKey.optional(),
  /** How many rupees a dollar is, such as 88.50; without it nothing is sold in rupees. Each order keeps its own. */
  INR_PER_USD: z
    .string()
    .regex(/^[1-9]\d{0,4}\.\d{2}$/)
    .optional(),
  /** What receipts say of whoever sells. In production he who takes money says his name and address. */
  SELLER_NAME: z.string().trim().min(1).max(120).optional(),
  SELLER_ADDRESS: z.string().trim().min(1).max(400).optional(),
  SELLER_TAX_ID: z.string().trim().min(1).max(60).optional(),
  /** The tax that every price includes, by its name and in hundredths of a percent: 2000 is 20 %. */
  TAX_LABEL: z.string().trim().min(1).max(20).optional(),
  TAX_RATE_BP: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .optional(),
};
const schema = z.object(paymentSettings);
type Settings = z.infer<typeof schema>;

const SECRETS = [
  'RAZORPAY_KEY_SECRET',
  'RAZORPAY_WEBHOOK_SECRET',
  'RAZORPAY_WEBHOOK_SECRET_PREVIOUS',
  'WAYFORPAY_SECRET_KEY',
  'WHITEPAY_TOKEN',
  'WHITEPAY_WEBHOOK_SECRET',
] as const;

const readRazorpay = (data: Settings): PaymentAccounts['razorpay'] => {
  const keys = allOrNone(data, 'RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET', 'RAZORPAY_WEBHOOK_SECRET');
  const before = allOrNone(data, 'RAZORPAY_WEBHOOK_SECRET_PREVIOUS', 'RAZORPAY_WEBHOOK_SECRET_PREVIOUS_UNTIL');
  if (!keys) return undefined;
  const previous = before && {
    secret: before.RAZORPAY_WEBHOOK_SECRET_PREVIOUS,
    until: Date.parse(before.RAZORPAY_WEBHOOK_SECRET_PREVIOUS_UNTIL),
  };
  const present = { secret: keys.RAZORPAY_WEBHOOK_SECRET, until: undefined };
  return {
    keyId: keys.RAZORPAY_KEY_ID,
    keySecret: keys.RAZORPAY_KEY_SECRET,
    webhookSecrets: previous ? [present, previous] : [present],
  };
};

/** @throws ConfigError where settings that go together are not all there */
export const readPaymentAccounts = (data: Settings): PaymentAccounts => {
  const wayforpay = allOrNone(data, 'WAYFORPAY_MERCHANT_ACCOUNT', 'WAYFORPAY_SECRET_KEY');
  const whitepay = allOrNone(data, 'WHITEPAY_SLUG', 'WHITEPAY_TOKEN', 'WHITEPAY_WEBHOOK_SECRET');
  return {
    razorpay: readRazorpay(data),
    wayforpay: wayforpay && {
      merchantAccount: wayforpay.WAYFORPAY_MERCHANT_ACCOUNT,
      secretKey: wayforpay.WAYFORPAY_SECRET_KEY,
    },
    whitepay: whitepay && {
      slug: whitepay.WHITEPAY_SLUG,
      token: whitepay.WHITEPAY_TOKEN,
      webhookSecret: whitepay.WHITEPAY_WEBHOOK_SECRET,
    },
  };
};

/** How much of each currency that is sold in a dollar is, in hundredths. */
export type Rates = Partial<Record<Currency, number>>;

export const readRates = ({ INR_PER_USD }: Settings): Rates => ({
  USD: 100,
  ...(INR_PER_USD ? { INR: Number(INR_PER_USD.replace('.', '')) } : {}),
});

/** @throws ConfigError where the tax has a name and no rate, or a rate and no name */
export const readSeller = (data: Settings): Seller => {
  const tax = allOrNone(data, 'TAX_LABEL', 'TAX_RATE_BP');
  return {
    name: data.SELLER_NAME ?? 'Ozvena',
    address: data.SELLER_ADDRESS ?? '',
    taxId: data.SELLER_TAX_ID ?? '',
    tax: tax ? { label: tax.TAX_LABEL, rateBp: Number(tax.TAX_RATE_BP) } : null,
  };
};

/** Whoever takes money says on its receipts who he is. @throws ConfigError */
export const refuseNamelessSeller = (data: Settings): void => {
  const takesMoney = Object.values(readPaymentAccounts(data)).some((account) => account !== undefined);
  if (takesMoney && !(data.SELLER_NAME && data.SELLER_ADDRESS)) {
    throw new ConfigError('SELLER_NAME and SELLER_ADDRESS are missing: receipts name who sells');
  }
};

/** Test accounts take no money, and the keys of published ones are known to everybody: credits would be free. */
export const refuseDemoAccounts = (data: Settings): void => {
  refusePlaceholders(data, SECRETS);
  if (data.RAZORPAY_KEY_ID?.startsWith('rzp_test_')) throw new ConfigError('RAZORPAY_KEY_ID is of a test account');
  if (data.WAYFORPAY_MERCHANT_ACCOUNT?.startsWith('test_merch')) {
    throw new ConfigError('WAYFORPAY_MERCHANT_ACCOUNT is a test account');
  }
};
