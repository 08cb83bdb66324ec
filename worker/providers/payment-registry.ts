import type { ProcessorId } from '../contract/processors.ts';
import type { PaymentProcessor } from './payments.ts';
import type { VendorWire } from './provider.ts';
import { createRazorpay, RAZORPAY_SCRIPT_URL, type RazorpayOptions } from './razorpay.ts';
import { VENDOR_IDLE_MS } from './stream.ts';
import { createWayForPay, WAYFORPAY_PAGE_URL, type WayForPayOptions } from './wayforpay.ts';
import { createWhitePay, type WhitePayOptions } from './whitepay.ts';

/** What opens the account of each processor; without it the sandbox plays him, where it may. */
export type PaymentAccounts = {
  razorpay: (Pick<RazorpayOptions, 'keyId' | 'webhookSecrets'> & { keySecret: string }) | undefined;
  wayforpay: (Pick<WayForPayOptions, 'merchantAccount'> & { secretKey: string }) | undefined;
  whitepay: (Pick<WhitePayOptions, 'slug' | 'webhookSecret'> & { token: string }) | undefined;
};

/** The sandbox's own, which everybody may know: it takes no money. */
export const SANDBOX_ACCOUNTS = {
  razorpay: {
    keyId: 'rzp_test_sandbox',
    keySecret: 'sandbox-razorpay-key',
    webhookSecrets: [{ secret: 'sandbox-razorpay-webhook', until: undefined }],
  },
  wayforpay: { merchantAccount: 'sandbox', secretKey: 'sandbox-wayforpay-key' },
  whitepay: { slug: 'sandbox', token: 'sandbox-whitepay-token', webhookSecret: 'sandbox-whitepay-webhook' },
} as const satisfies PaymentAccounts;
const SANDBOX_SCRIPT_URL = '/sandbox/razorpay/checkout.js';
const SANDBOX_PAGE_URL = '/sandbox/wayforpay/pay';

/** A processor, or undefined where nobody has set him up and the sandbox may not stand in. */
export type Payments = (id: ProcessorId) => PaymentProcessor | undefined;

type Options = {
  accounts: PaymentAccounts;
  appOrigin: string;
  /** Undefined in production: what the sandbox takes for money would buy credits there. */
  sandboxFetch: VendorWire['fetch'] | undefined;
  now: () => number;
};

/** Those who take money. One without an account is played by the sandbox: the same adapter, another fetch under it. */
export const createPayments = ({ accounts, appOrigin, sandboxFetch, now }: Options): Payments => {
  const { hostname: domain } = new URL(appOrigin);
  const wireOf = (provider: ProcessorId, secret: string, isDemo: boolean): VendorWire => ({
    provider,
    secret,
    fetch: isDemo && sandboxFetch ? sandboxFetch : (request) => fetch(request),
    now,
    idleMs: VENDOR_IDLE_MS,
  });
  const choose = <Id extends ProcessorId>(id: Id) => {
    const own = accounts[id];
    const account = own ?? (sandboxFetch ? SANDBOX_ACCOUNTS[id] : undefined);
    return account && { account: account as NonNullable<PaymentAccounts[Id]>, isDemo: !own };
  };
  const makers: { [Id in ProcessorId]: () => PaymentProcessor | undefined } = {
    razorpay: () => {
      const chosen = choose('razorpay');
      if (!chosen) return undefined;
      const { account, isDemo } = chosen;
      const wire = wireOf('razorpay', account.keySecret, isDemo);
      const scriptUrl = isDemo ? SANDBOX_SCRIPT_URL : RAZORPAY_SCRIPT_URL;
      return createRazorpay({ ...account, scriptUrl, wire, isDemo });
    },
    wayforpay: () => {
      const chosen = choose('wayforpay');
      if (!chosen) return undefined;
      const { account, isDemo } = chosen;
      const wire = wireOf('wayforpay', account.secretKey, isDemo);
      const pageUrl = isDemo ? SANDBOX_PAGE_URL : WAYFORPAY_PAGE_URL;
      return createWayForPay({ ...account, domain, pageUrl, wire, isDemo });
    },
    whitepay: () => {
      const chosen = choose('whitepay');
      if (!chosen) return undefined;
      const { account, isDemo } = chosen;
      return createWhitePay({ ...account, wire: wireOf('whitepay', account.token, isDemo), isDemo });
    },
  };
  return (id) => makers[id]();
};
