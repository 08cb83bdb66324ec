import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { BookFilter } from '../api/wire.ts';
import { openAreas } from '../i18n/language.ts';
import { actionFilterOf, deletionFilterOf, userFilterOf, voiceFilterOf } from './admin-search.ts';
import { Boot } from './boot.tsx';
import { buySearchOf } from './buy-search.ts';
import { ErrorPage } from './error-page.tsx';
import { historySearchOf } from './history-search.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Root } from './root.tsx';
import { statementSearchOf } from './statement-search.ts';
import { toolSearchOf } from './tool-search.ts';

/** A page that is loaded when it is wanted, together with what the pages say. Studio and speech have their texts already. */
const page: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), openAreas(['pages'])]);
    return module;
  }, name);

/** The same for a page that speaks as the editors do. */
const editorPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), openAreas(['editor'])]);
    return module;
  }, name);

/** The same for a page of the operators: nobody else loads what those say. */
const adminPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), openAreas(['pages', 'admin'])]);
    return module;
  }, name);

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFoundPage, errorComponent: ErrorPage });

const designRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/design',
  component: lazyRouteComponent(async () => {
    const [module] = await Promise.all([import('../features/design/design-page.tsx'), openAreas(['editor'])]);
    return module;
  }, 'DesignPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: page(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (typeof next === 'string' ? { next } : {}),
  component: page(() => import('../features/welcome/welcome-page.tsx'), 'WelcomePage'),
});

const studioRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/studio',
  component: lazyRouteComponent(() => import('../features/studio/studio-layout.tsx'), 'StudioLayout'),
});

const studioIndexRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/studio/last-tool.tsx'), 'LastTool'),
});

const speechRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'speech',
  validateSearch: toolSearchOf,
  component: lazyRouteComponent(() => import('../features/speech/speech-page.tsx'), 'SpeechPage'),
});

const chatRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'chat',
  component: page(() => import('../features/chat/chat-page.tsx'), 'ChatPage'),
});

/** The same page, which reads the id itself: who begins a conversation stays where he is. */
const conversationRoute = createRoute({ getParentRoute: () => chatRoute, path: '$conversationId' });

const imagesRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'images',
  validateSearch: toolSearchOf,
  component: editorPage(() => import('../features/images/images-page.tsx'), 'ImagesPage'),
});

const motionRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'motion',
  validateSearch: toolSearchOf,
  component: editorPage(() => import('../features/motion/motion-page.tsx'), 'MotionPage'),
});

const portraitsRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'portraits',
  validateSearch: toolSearchOf,
  component: editorPage(() => import('../features/portraits/portraits-page.tsx'), 'PortraitsPage'),
});

const clipsRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'clips',
  validateSearch: toolSearchOf,
  component: editorPage(() => import('../features/clips/clips-page.tsx'), 'ClipsPage'),
});

const historyRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'history',
  validateSearch: historySearchOf,
  component: editorPage(() => import('../features/history/history-page.tsx'), 'HistoryPage'),
});

const jobRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'jobs/$jobId',
  component: lazyRouteComponent(() => import('../features/jobs/job-page.tsx'), 'JobPage'),
});

const creditsRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'credits',
  validateSearch: statementSearchOf,
  component: page(() => import('../features/credits/credits-page.tsx'), 'CreditsPage'),
});

const buyRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'credits/buy',
  validateSearch: buySearchOf,
  component: page(() => import('../features/checkout/buy-page.tsx'), 'BuyPage'),
});

const orderRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'credits/orders/$orderId',
  component: page(() => import('../features/checkout/order-page.tsx'), 'OrderPage'),
});

const plansRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'plans',
  component: page(() => import('../features/plans/plans-page.tsx'), 'PlansPage'),
});

const paymentRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'credits/payments/$paymentId',
  component: page(() => import('../features/payments/payment-page.tsx'), 'PaymentPage'),
});

const learnRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'learn',
  component: page(() => import('../features/learning/learn-page.tsx'), 'LearnPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'account',
  component: page(() => import('../features/account/account-layout.tsx'), 'AccountLayout'),
});

const accountIndexRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/studio/account/profile', replace: true });
  },
});

const preferencesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'preferences',
  component: page(() => import('../features/account/preferences-page.tsx'), 'PreferencesPage'),
});

const profileRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'profile',
  component: page(() => import('../features/account/profile-page.tsx'), 'ProfilePage'),
});

const securityRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'security',
  component: page(() => import('../features/account/security-page.tsx'), 'SecurityPage'),
});

const tokensRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'tokens',
  component: page(() => import('../features/account/tokens-page.tsx'), 'TokensPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'keys',
  component: page(() => import('../features/account/keys-page.tsx'), 'KeysPage'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'webhooks',
  component: page(() => import('../features/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const notificationsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'notifications',
  component: page(() => import('../features/account/notifications-page.tsx'), 'NotificationsPage'),
});

const dataRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'data',
  component: page(() => import('../features/account/data-page.tsx'), 'DataPage'),
});

const adminRoute = createRoute({
  getParentRoute: () => studioRoute,
  path: 'admin',
  component: adminPage(() => import('../features/admin/admin-layout.tsx'), 'AdminLayout'),
});

const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/studio/admin/users', replace: true });
  },
});

const usersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'users',
  validateSearch: userFilterOf,
  component: adminPage(() => import('../features/admin/users-page.tsx'), 'UsersPage'),
});

const userRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'users/$userId',
  component: adminPage(() => import('../features/admin/user-page.tsx'), 'UserPage'),
});

const limitsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'limits',
  component: adminPage(() => import('../features/admin/limits-page.tsx'), 'LimitsPage'),
});

const modelsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'models',
  component: adminPage(() => import('../features/admin/models/models-page.tsx'), 'ModelsPage'),
});

const vendorsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'vendors',
  component: adminPage(() => import('../features/admin/vendors/vendors-page.tsx'), 'VendorsPage'),
});

const vendorRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'vendors/$vendorId',
  component: adminPage(() => import('../features/admin/vendors/vendor-page.tsx'), 'VendorPage'),
});

const voicesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'voices',
  validateSearch: voiceFilterOf,
  component: adminPage(() => import('../features/admin/vendors/voices-page.tsx'), 'VoicesPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'audit',
  validateSearch: actionFilterOf,
  component: adminPage(() => import('../features/admin/audit-page.tsx'), 'AuditPage'),
});

const deletionsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'deletions',
  validateSearch: deletionFilterOf,
  component: adminPage(() => import('../features/admin/deletions-page.tsx'), 'DeletionsPage'),
});

/** By what a book is narrowed; the page itself looks at what the address holds. */
const bookSearch = (search: Record<string, unknown>) => search as BookFilter;

/** Everything of the operators that is not named above: money, feed, alerts, failed jobs. It comes as one. */
const booksRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '$',
  validateSearch: bookSearch,
  component: adminPage(() => import('../features/admin/books/books-page.tsx'), 'BooksPage'),
});

const routeTree = rootRoute.addChildren([
  designRoute,
  signInRoute,
  welcomeRoute,
  studioRoute.addChildren([
    studioIndexRoute,
    speechRoute,
    chatRoute.addChildren([conversationRoute]),
    imagesRoute,
    motionRoute,
    portraitsRoute,
    clipsRoute,
    historyRoute,
    jobRoute,
    creditsRoute,
    buyRoute,
    orderRoute,
    plansRoute,
    paymentRoute,
    accountRoute.addChildren([
      accountIndexRoute,
      profileRoute,
      preferencesRoute,
      securityRoute,
      tokensRoute,
      keysRoute,
      webhooksRoute,
      notificationsRoute,
      dataRoute,
    ]),
    adminRoute.addChildren([
      adminIndexRoute,
      usersRoute,
      userRoute,
      booksRoute,
      vendorsRoute,
      modelsRoute,
      vendorRoute,
      voicesRoute,
      limitsRoute,
      deletionsRoute,
      auditRoute,
    ]),
    learnRoute,
  ]),
]);

/** The routes behind the landing page. Each is loaded when it is first wanted, or pointed at. */
export const createAppRouter = () =>
  createRouter({
    routeTree,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    // The sign itself waits before it shows, so there is no need to wait for it.
    defaultPendingComponent: Boot,
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
