import { Hono } from 'hono';
import type { SandboxEnv } from './env.ts';
import { describeText, readBody } from './faults/call-text.ts';
import { type Fault, spoil } from './faults/fault.ts';
import { faultRoutes } from './faults/routes.ts';
import { findVendor, VENDORS_BY_HOST } from './hosts.ts';
import { BODY_MAX_BYTES } from './limits.ts';
import { authorizePages } from './pages/authorize.ts';
import { mailPages } from './pages/mail.ts';
import { paymentPages } from './pages/payments.ts';
import { razorpayCheckout } from './pages/razorpay-checkout.ts';
import { receiverPages } from './pages/receiver.ts';
import { stylesheet } from './pages/stylesheet.ts';
import { turnstileWidget } from './pages/turnstile-widget.ts';
import { wayforpayPages } from './pages/wayforpay.ts';
import { whitepayPages } from './pages/whitepay.ts';
import { openState } from './state/open-state.ts';

export { SandboxState } from './state/sandbox-state.ts';

const pages = new Hono<{ Bindings: SandboxEnv }>({ strict: false })
  .basePath('/sandbox')
  .get('/', (c) =>
    c.json({
      vendors: Object.entries(VENDORS_BY_HOST).map(([host, { name, description }]) => ({ name, host, description })),
    }),
  )
  .route('/', stylesheet)
  .route('/', mailPages)
  .route('/', receiverPages)
  .route('/', authorizePages)
  .route('/', turnstileWidget)
  .route('/', razorpayCheckout)
  .route('/', wayforpayPages)
  .route('/', whitepayPages)
  .route('/', paymentPages)
  .route('/', faultRoutes)
  .notFound((c) => c.json({ error: { code: 'not_found', message: 'There is no such page in the sandbox.' } }, 404));

const callVendor = async (request: Request, env: SandboxEnv, context: ExecutionContext): Promise<Response> => {
  const url = new URL(request.url);
  const vendor = findVendor(url.hostname);
  if (!vendor) {
    const message = `The sandbox plays no vendor at ${url.hostname}.`;
    return Response.json({ error: { code: 'unknown_host', message } }, { status: 404 });
  }
  const body = await readBody(request, vendor.body_max_bytes ?? BODY_MAX_BYTES);
  const { method, headers } = request;
  const bounded = new Request(request.url, { method, headers, ...(body ? { body } : {}) });
  const answer = async (): Promise<Response> => vendor.fetch(bounded, env, context);
  if (env.FAULTS !== 'on') return answer();
  const text = describeText(body, headers.get('content-type'), url.searchParams);
  const call = { vendor: vendor.name, method, path: url.pathname, text };
  // An order for a vendor's calls holds such a fault and no other.
  const fault = (await openState(env).takeFault(call)) as Fault | null;
  return fault ? spoil(fault, vendor.media_type, answer) : answer();
};

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/sandbox' || pathname.startsWith('/sandbox/')) return pages.fetch(request, env, context);
    return callVendor(request, env, context);
  },
} satisfies ExportedHandler<SandboxEnv>;
