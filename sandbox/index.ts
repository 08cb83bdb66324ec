import { Hono } from 'hono';
import type { SandboxEnv } from './env.ts';
import { describeText, readBody } from './faults/call-text.ts';
import { spoil } from './faults/fault.ts';
import { faultRoutes, openState } from './faults/routes.ts';
import { VENDORS_BY_HOST } from './hosts.ts';

export { SandboxState } from './faults/sandbox-state.ts';

const pages = new Hono<{ Bindings: SandboxEnv }>({ strict: false })
  .basePath('/sandbox')
  .get('/', (c) =>
    c.json({
      vendors: Object.entries(VENDORS_BY_HOST).map(([host, { name, description }]) => ({ name, host, description })),
    }),
  )
  .route('/', faultRoutes)
  .notFound((c) => c.json({ error: { code: 'not_found', message: 'There is no such page in the sandbox.' } }, 404));

const callVendor = async (request: Request, env: SandboxEnv, context: ExecutionContext): Promise<Response> => {
  const url = new URL(request.url);
  const vendor = VENDORS_BY_HOST[url.hostname];
  if (!vendor) {
    const message = `The sandbox plays no vendor at ${url.hostname}.`;
    return Response.json({ error: { code: 'unknown_host', message } }, { status: 404 });
  }
  const body = await readBody(request);
  const { method, headers } = request;
  const bounded = new Request(request.url, { method, headers, ...(body ? { body } : {}) });
  const answer = async (): Promise<Response> => vendor.fetch(bounded, env, context);
  if (env.FAULTS !== 'on') return answer();
  const call = { vendor: vendor.name, method, path: url.pathname, text: describeText(body) };
  const fault = await openState(env).takeFault(call);
  return fault ? spoil(fault, answer) : answer();
};

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/sandbox' || pathname.startsWith('/sandbox/')) return pages.fetch(request, env, context);
    return callVendor(request, env, context);
  },
} satisfies ExportedHandler<SandboxEnv>;
