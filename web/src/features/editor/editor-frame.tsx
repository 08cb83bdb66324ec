import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { Job, Module, Quote } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { QuickBuyDialog } from '../checkout/lazy-quick-buy.ts';
import { GenerateBar } from './generate-bar.tsx';
import { QuickRow } from './lazy-parts.ts';
import { PreviewPane } from './preview-pane.tsx';
import type { Words } from './tool.ts';
import type { Ordering } from './use-ordering.ts';
import type { OrderPrice } from './use-price.ts';

const loadDialogs = () => import('./order-dialogs.tsx');
const ConfirmDialog = lazy(async () => ({ default: (await loadDialogs()).ConfirmDialog }));
const CapDialog = lazy(async () => ({ default: (await import('./cap-dialog.tsx')).CapDialog }));

// One column on a phone; two with the result beside; three when there is room for the settings as well.
const LAYOUT = cx(
  'flex grow flex-col md:grid md:grid-cols-[minmax(0,1fr)_20rem] md:grid-rows-[auto_auto_1fr]',
  "md:[grid-template-areas:'inputs_preview'_'settings_preview'_'generate_preview']",
  'xl:grid-cols-[minmax(0,1fr)_17rem_23rem] xl:grid-rows-[1fr_auto] 2xl:grid-cols-[minmax(0,1fr)_18rem_26rem]',
  "xl:[grid-template-areas:'inputs_settings_preview'_'generate_generate_preview']",
);

type EditorFrameProps<Order> = {
  /** Of which the latest are shown below. */
  module: Module;
  ordering: Ordering<Order>;
  /** Undefined as long as something is missing for one. */
  order: Order | undefined;
  /** What is agreed to. */
  words: (order: Order) => Words;
  price: Pick<OrderPrice<Quote>, 'quote' | 'isPending'>;
  /** Why there is no price. */
  problem: string | undefined;
  /** What there is to be said of the price. */
  note?: string | undefined;
  /** What comes back, in a sentence, while nothing has yet. */
  promise: string;
  inputs: ReactNode;
  settings: ReactNode;
  settingsLabel: string;
  onReuse: (job: Job) => void;
};

// What comes back takes the phone's screen; beside the editor it is in sight already.
const startsPage = () => (matchMedia('(width < 48rem)').matches ? 'start' : 'nearest');

/** What all tools share: what goes in, how, the price before the press, where it comes back, and what came before. */
export const EditorFrame = <Order,>({
  module,
  ordering,
  order,
  words,
  price,
  problem,
  note,
  promise,
  inputs,
  settings,
  settingsLabel,
  onReuse,
}: EditorFrameProps<Order>) => {
  const preview = useRef<HTMLDivElement>(null);
  const { jobId, newer, older, show, wish, shortage, isPlacing } = ordering;
  const { quote } = price;
  const ask = () => order !== undefined && quote !== undefined && ordering.ask({ order, quote });
  const isPriced = quote !== undefined;
  // What can be ordered will be asked about: the dialog is here by the time of the press.
  useEffect(() => {
    if (isPriced) loadDialogs().catch(() => undefined);
  }, [isPriced]);
  // On one column the result is further down than the button. By now the dialog is out of the way.
  useEffect(() => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isPlacing) preview.current?.scrollIntoView({ behavior: isCalm ? 'instant' : 'smooth', block: startsPage() });
  }, [isPlacing]);
  useShortcut('Mod+Enter', ask, true);
  useShortcut('[', () => show(newer), newer !== undefined);
  useShortcut(']', () => show(older), older !== undefined);
  return (
    <>
      <div className={LAYOUT}>
        <div className="flex min-w-0 flex-col md:[grid-area:inputs] xl:min-h-[calc(100dvh-15.5rem)]">{inputs}</div>
        <aside
          aria-label={settingsLabel}
          className="border-line px-4 py-5 max-xl:border-t sm:px-6 md:[grid-area:settings] xl:border-s xl:px-5 xl:pt-6"
        >
          {settings}
        </aside>
        {/* On a phone the price and the press stay in reach, above the row of tabs. */}
        <div className="min-w-0 max-md:sticky max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-md:z-10 md:[grid-area:generate]">
          <GenerateBar
            quote={quote}
            quoting={price.isPending}
            problem={problem}
            note={note}
            disabled={quote === undefined}
            busy={isPlacing}
            onGenerate={ask}
          />
        </div>
        <div
          ref={preview}
          className="scroll-mt-16 border-line bg-sunken max-md:border-t md:border-s md:[grid-area:preview]"
        >
          <PreviewPane
            jobId={jobId}
            promise={promise}
            onReuse={onReuse}
            onAgain={(job) => void ordering.askAgain(job)}
            onRemoved={() => show(undefined)}
          />
        </div>
      </div>
      <Suspense fallback={<div className="min-h-64 border-t border-line" />}>
        <QuickRow filter={{ module }} />
      </Suspense>
      <Suspense>
        {wish && (
          <ConfirmDialog
            {...words(wish.order)}
            quote={wish.quote}
            onConfirm={ordering.agree}
            onClose={ordering.dismiss}
          />
        )}
        {ordering.capped && <CapDialog cap={ordering.capped} onClose={ordering.dismiss} />}
        {shortage && <QuickBuyDialog shortage={shortage} onBought={ordering.resume} onClose={ordering.dismiss} />}
      </Suspense>
    </>
  );
};
