import './checkout.css';
import type { Checkout } from '../../api/wire.ts';

/**
 * How somebody came back from a checkout: with what it gave the page, or without having paid; `reason` is the last
 * refusal it told of, in its own words.
 */
export type CheckoutEnd =
  | { kind: 'returned'; fields: Record<string, string> }
  | { kind: 'left'; reason: string | undefined };

/** The checkout's script did not arrive: no connection, or something in the browser keeps it out. */
export class CheckoutUnreachable extends Error {}

type Failure = { error?: { description?: unknown } };
type RazorpayDialog = { open: () => void; on: (event: 'payment.failed', listener: (failure: Failure) => void) => void };

declare global {
  interface Window {
    Razorpay?: new (options: object) => RazorpayDialog;
  }
}

/** It has to come from its own address each time: the processor allows no copy of it. */
const loadScript = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new CheckoutUnreachable());
    };
    document.head.append(script);
  });

const textsOf = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

const openDialog = async ({ scriptUrl, options }: Extract<Checkout, { kind: 'script' }>): Promise<CheckoutEnd> => {
  if (!window.Razorpay) await loadScript(scriptUrl);
  const { Razorpay } = window;
  if (!Razorpay) throw new CheckoutUnreachable();
  return new Promise((resolve) => {
    let reason: string | undefined;
    const dialog = new Razorpay({
      ...options,
      handler: (fields: object) => resolve({ kind: 'returned', fields: textsOf(fields) }),
      modal: { ondismiss: () => resolve({ kind: 'left', reason }) },
    });
    // It stays open, so that another card can be tried.
    dialog.on('payment.failed', ({ error }) => {
      reason = typeof error?.description === 'string' ? error.description : undefined;
    });
    dialog.open();
  });
};

/** Ends only if the browser brings this very page back: one that has left for good runs nothing more. */
const untilBack = (): Promise<CheckoutEnd> =>
  new Promise((resolve) => {
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      window.removeEventListener('pageshow', onShow);
      resolve({ kind: 'left', reason: undefined });
    };
    window.addEventListener('pageshow', onShow);
  });

const sendForm = ({ action, fields }: Extract<Checkout, { kind: 'form' }>): void => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.hidden = true;
  for (const [name, value] of fields) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
};

/**
 * Lets somebody pay: opens the processor's dialog over the page, or leaves for its page, which sends the browser back to
 * the order's. A modal dialog of ours has to be closed before: theirs would lie under it.
 * @throws CheckoutUnreachable
 */
export const openCheckout = (checkout: Checkout): Promise<CheckoutEnd> => {
  switch (checkout.kind) {
    case 'script':
      return openDialog(checkout);
    case 'form':
      sendForm(checkout);
      return untilBack();
    case 'page':
      window.location.assign(checkout.url);
      return untilBack();
  }
};
