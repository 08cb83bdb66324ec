import { lazyPart } from '../../i18n/lazy-part.ts';

/** Below what one came for, so it comes after it. */
export const QuickRow = lazyPart(async () => (await import('../history/quick-row.tsx')).QuickRow);
