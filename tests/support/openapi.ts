import type { Access } from '../../worker/http.ts';
import { type ApiInit, api, jsonOf } from './api.ts';

type Operation = { 'x-permission'?: Access; parameters?: { in: string; name: string }[] };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

export type Route = { method: string; path: string; access: Access; params: string[] };

const accessOf = (operation: Operation, name: string): Access => {
  const access = operation['x-permission'];
  if (access === undefined) throw new Error(`${name} does not say who may call it`);
  return access;
};

export const readDocument = async (): Promise<Document> => jsonOf<Document>(await api('/openapi.json'));

/** Every route that the document declares, with what it asks of its caller. */
export const readRoutes = async (): Promise<Route[]> => {
  const { paths } = await readDocument();
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      access: accessOf(operation, `${method} ${path}`),
      params: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    })),
  );
};

/** The route's path with these ids in its places. */
export const fillPath = (route: Route, ids: Record<string, string> = {}): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'no-such-id');

const params = { text: 'Hello.' };

/** A body that the route takes; routes without one get none. A new route with a body needs a line here. */
export const bodyFor = (route: Route): unknown => {
  if (route.method === 'GET') return undefined;
  const clientJobId = crypto.randomUUID();
  const bodies: Record<string, unknown> = {
    '/api/jobs': { clientJobId, module: 'tts', params },
    '/api/jobs/create': { clientJobId, module: 'tts', params },
    '/api/tts/jobs': { clientJobId, ...params },
    '/api/tts/synthesize': params,
    '/api/tts/split-scenes': { clientJobId, scenes: [params] },
    '/api/tts/scenes': { scenes: [params] },
    '/api/chat': { clientJobId, message: 'Hello.' },
    '/api/conversations/{conversationId}': { title: 'A name' },
    '/api/quotes': { module: 'tts', params },
    '/api/history/removals': { jobIds: ['no-such-job'] },
    '/api/history/restorations': { jobIds: ['no-such-job'] },
    '/api/uploads': { kind: 'image', name: 'a.png', contentType: 'image/png', sizeBytes: 1_000 },
    '/api/tokens': { name: 'A token', scopes: ['admin'] },
    '/api/orders': { clientOrderId: clientJobId, credits: 100, processor: 'wayforpay' },
    '/api/razorpay/create-order': { clientOrderId: clientJobId, credits: 100 },
    '/api/orders/{orderId}/verify': { fields: {} },
    '/api/subscriptions': { clientSubscriptionId: clientJobId, creditsPerMonth: 1_000, period: 'monthly' },
    '/api/subscriptions/{subscriptionId}/verify': { fields: {} },
    '/api/subscriptions/{subscriptionId}/change':
      route.method === 'POST' ? { creditsPerMonth: 2_000, period: 'yearly' } : undefined,
    '/api/enterprise-requests': { company: 'A firm', creditsPerMonth: 1_000_000, message: 'A test' },
    '/api/users/me': { name: 'A name' },
    '/api/users/me/daily-cap': { capCredits: 1_000_000 },
    '/api/users/me/signup-grant': { captchaToken: 'sandbox-fail' },
    '/api/admin/users/{userId}/block': { reason: 'A test' },
    '/api/admin/users/{userId}/unblock': { reason: 'A test' },
    '/api/admin/users/{userId}/gift': { clientGiftId: clientJobId, credits: 5, reason: 'A test' },
    '/api/admin/users/{userId}/adjustment': { clientGiftId: clientJobId, credits: -5, reason: 'A test' },
    '/api/admin/limits/{plan}/{limitClass}': { requests: 40, reason: 'A test' },
    '/api/admin/payments/{paymentId}/refunds': { clientRefundId: clientJobId, reason: 'A test' },
    '/api/admin/refunds/{refundId}/resolution': { outcome: 'failed', reason: 'A test' },
    '/api/admin/users/{userId}/role': { role: 'paid', reason: 'A test' },
    '/api/admin/models/{modelId}': { isEnabled: true, reason: 'A test' },
    '/api/admin/vendors/{vendorId}': { isEnabled: true, reason: 'A test' },
    '/api/admin/vendors/{vendorId}/keys': { label: 'A key', apiKey: 'uni_a_key_of_the_tests', reason: 'A test' },
    '/api/admin/vendors/{vendorId}/keys/{keyId}': { label: 'A key', reason: 'A test' },
    '/api/admin/vendors/{vendorId}/keys/{keyId}/retire': { reason: 'A test' },
    '/api/admin/vendors/{vendorId}/templates/{templateName}':
      route.method === 'PUT' ? { keyId: 'no-such-key', voiceIds: ['unicorn:bruno'], reason: 'A test' } : undefined,
    '/api/jobs/{jobId}/heartbeat': {},
    '/api/jobs/{jobId}/preview_ready': { previewUrls: ['https://example.com/no-such-file'] },
    '/api/jobs/{jobId}/callback': { status: 'failed' },
    '/api/admin/models/{modelId}/worker': { workerUrl: null, reason: 'A test' },
    '/api/admin/payment-events/{eventId}/set-aside': { reason: 'A test' },
    '/api/admin/alerts/seen': { until: 1 },
    '/api/admin/enterprise-requests/{requestId}/status': { status: 'answered', note: 'A test' },
    '/api/admin/vendor-costs/{vendorId}/{modelId}': {
      ...{ microdollarsPer1000Units: 15_000, microdollarsPerCall: 0 },
      ...{ fromDay: 1_700_006_400_000, reason: 'A test' },
    },
    '/api/users/me/billing': { name: 'A buyer', address: '', taxId: '' },
    '/api/users/me/preferences': { theme: 'light' },
    '/api/users/me/deletion': route.method === 'POST' ? {} : undefined,
    '/api/users/me/email': { email: `${clientJobId}@example.com` },
    '/api/users/me/email/verify': { email: `${clientJobId}@example.com`, code: '000000' },
    '/api/auth/code': { email: `${clientJobId}@example.com` },
    '/api/webhooks': { url: 'https://receiver.ozvena.example/generated', events: ['job.completed'] },
    '/api/webhooks/{webhookId}': route.method === 'PATCH' ? { description: 'A test' } : undefined,
    '/api/keys/{provider}': { apiKey: 'uni_a_key_of_the_tests' },
    '/api/second-factor': {},
    '/api/second-factor/confirm': { code: '000000' },
    '/api/second-factor/recovery-codes': {},
    '/api/auth/second-factor': { code: '000000' },
    '/api/auth/verify': { email: `${clientJobId}@example.com`, code: '000000' },
  };
  return bodies[route.path];
};

/** Asks a route with a body that it takes. */
export const askRoute = (route: Route, init: ApiInit = {}, ids: Record<string, string> = {}): Promise<Response> => {
  const json = bodyFor(route);
  return api(fillPath(route, ids), { method: route.method, ...(json === undefined ? {} : { json }), ...init });
};

/** Routes as the cases of `test.each`, each with its name first. */
export const byName = (routes: readonly Route[]) =>
  routes.map((route) => [`${route.method} ${route.path}`, route] as const);
