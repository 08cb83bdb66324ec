import { lazyPart } from '../../i18n/lazy-part.ts';

/** Few need it, and nobody at once. */
export const QuickBuyDialog = lazyPart(
  async () => (await import('../checkout/quick-buy-dialog.tsx')).QuickBuyDialog,
  'pages',
);
