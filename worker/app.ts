import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createContext } from './context.ts';
import { AppError, toProblem, unavailable } from './errors.ts';
import type { AppContext, AppEnv } from './http.ts';
import { newId } from './ids.ts';
import { d1Message } from './ledger/post.ts';
import { logError } from './log.ts';
import { authenticate } from './middleware/authenticate.ts';
import { allowOrigins } from './middleware/cross-origin.ts';
import { setHeaders } from './middleware/headers.ts';
import { accountRoutes } from './routes/account.ts';
import { adminRoutes } from './routes/admin.ts';
import { adminBookRoutes } from './routes/admin-books.ts';
import { adminFigureRoutes } from './routes/admin-figures.ts';
import { adminModelRoutes } from './routes/admin-models.ts';
import { adminVendorRoutes } from './routes/admin-vendors.ts';
import { assetRoutes } from './routes/assets.ts';
import { chatRoutes } from './routes/chat.ts';
import { configRoutes } from './routes/config.ts';
import { createRouter } from './routes/declare.ts';
import { deletionRoutes } from './routes/deletions.ts';
import { developmentRoutes } from './routes/development.ts';
import { emailChangeRoutes } from './routes/email-change.ts';
import { filmRoutes } from './routes/films.ts';
import { googleRoutes } from './routes/google.ts';
import { healthRoutes } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { jobRoutes } from './routes/jobs.ts';
import { liveRoutes } from './routes/live.ts';
import { moneyRoutes } from './routes/money.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { orderRoutes } from './routes/orders.ts';
import { ownDataRoutes } from './routes/own-data.ts';
import { ownKeyRoutes } from './routes/own-keys.ts';
import { paymentRoutes } from './routes/payments.ts';
import { refundRoutes } from './routes/refunds.ts';
import { secondFactorRoutes } from './routes/second-factor.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { speechRoutes } from './routes/speech.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { userRoutes } from './routes/users.ts';
import { vendorRoutes } from './routes/vendors.ts';
import { voiceRoutes } from './routes/voices.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { workerRoutes } from './routes/workers.ts';
import { ConfigError } from './settings.ts';

/** What D1 says when it is busy or out of reach; nothing was done then, and asking again may help. */
const D1_TROUBLE = /D1_ERROR|D1 DB|Network connection lost|overloaded|database is locked/i;

const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (error instanceof ConfigError) return new AppError('misconfigured', 'The service is not configured yet.');
  if (error instanceof HTTPException && error.status === 400) {
    return new AppError('malformed_json', 'The body is not valid JSON.');
  }
  if (error instanceof Error && D1_TROUBLE.test(d1Message(error))) return unavailable();
  return new AppError('internal', 'Something went wrong on our side. It has been logged.');
};

const answerProblem = (error: unknown, c: AppContext): Response => {
  const problem = toAppError(error);
  const requestId = c.get('requestId') ?? newId(Date.now());
  if (problem.status >= 500) logError('request_failed', error, { requestId, path: c.req.path, code: problem.code });
  const { retryAfterSeconds } = problem.details;
  return c.newResponse(JSON.stringify(toProblem(problem, requestId)), problem.status, {
    'Content-Type': 'application/problem+json',
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
  });
};

const refuseMethod = (c: AppContext, methods: ReadonlySet<string>): never => {
  c.header('Allow', [...methods].join(', '));
  throw new AppError('method_not_allowed', `This path takes ${[...methods].join(', ')}.`);
};

/** Answers every method that a known path does not have, with the ones it has. Registered after the routes. */
const refuseOtherMethods = (app: Hono<AppEnv>, methodsByPath: Map<string, Set<string>>): void => {
  for (const { path, method } of app.routes) {
    if (method !== 'ALL') methodsByPath.set(path, (methodsByPath.get(path) ?? new Set()).add(method));
  }
  for (const [path, methods] of methodsByPath) app.all(path, (c) => refuseMethod(c, methods));
};

/** The whole API: middleware in its order, every route, one error handler. */
export const createApp = () => {
  const app = createRouter();
  app.use(async (c, next) => {
    c.set('requestId', newId(Date.now()));
    c.set(
      'ctx',
      createContext(c.env, (work) => c.executionCtx.waitUntil(work)),
    );
    await next();
  });
  // The sandbox's pages are pages, with headers of their own: they are passed through before the API's are set.
  app.all('/sandbox/*', (c) => {
    const ctx = c.get('ctx');
    if (ctx.config.environment === 'production') throw new AppError('not_found', 'There is nothing here.');
    return ctx.sandbox(c.req.raw);
  });
  app.use(setHeaders);
  app.use(allowOrigins);
  app.use(authenticate);
  // A path such as /api/webhooks/deliveries stands for itself, also where /api/webhooks/:id has the method.
  const methodsByPath = new Map<string, Set<string>>();
  app.use(async (c, next) => {
    const methods = methodsByPath.get(c.req.path);
    if (methods && !methods.has(c.req.method === 'HEAD' ? 'GET' : c.req.method)) refuseMethod(c, methods);
    await next();
  });
  app.onError(answerProblem);
  app.notFound((c) => answerProblem(new AppError('not_found', 'There is nothing here.'), c));

  const routes = app
    .route('/', speechRoutes)
    .route('/', jobRoutes)
    .route('/', workerRoutes)
    .route('/', historyRoutes)
    .route('/', chatRoutes)
    .route('/', assetRoutes)
    .route('/', uploadRoutes)
    .route('/', filmRoutes)
    .route('/', voiceRoutes)
    .route('/', vendorRoutes)
    .route('/', moneyRoutes)
    .route('/', orderRoutes)
    .route('/', paymentRoutes)
    .route('/', subscriptionRoutes)
    .route('/', signInRoutes)
    .route('/', googleRoutes)
    .route('/', configRoutes)
    .route('/', accountRoutes)
    .route('/', userRoutes)
    .route('/', emailChangeRoutes)
    .route('/', ownDataRoutes)
    .route('/', secondFactorRoutes)
    .route('/', ownKeyRoutes)
    .route('/', webhookRoutes)
    .route('/', notificationRoutes)
    .route('/', adminRoutes)
    .route('/', adminBookRoutes)
    .route('/', adminFigureRoutes)
    .route('/', refundRoutes)
    .route('/', adminVendorRoutes)
    .route('/', adminModelRoutes)
    .route('/', deletionRoutes)
    .route('/', liveRoutes)
    .route('/', healthRoutes)
    .route('/', developmentRoutes);

  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'ozv_session',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Ozvena', version: '1', description: 'Speech, sold by credits. Every error is problem+json.' },
  });
  refuseOtherMethods(app, methodsByPath);
  return routes;
};

/** For `hono/client` in the web app, which imports the type alone. */
export type AppType = ReturnType<typeof createApp>;
