import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { Mark } from './logo.tsx';

const SHOWN_MS = 6_000;
const SHOWN_MAX = 4;

export type ToastTone = 'plain' | 'good' | 'danger';
export type ToastInput = {
  title: string;
  detail?: string | undefined;
  tone?: ToastTone;
  action?: { label: string; onSelect: () => void };
  /** How long it stays, where its action is good for a certain time. */
  shownMs?: number;
};
type Toast = ToastInput & { id: number };

const ToastContext = createContext<(toast: ToastInput) => void>(() => undefined);

/** Shows a short message that leaves by itself. For what can be missed; a fault one must act on gets a dialog. */
export const useToast = (): ((toast: ToastInput) => void) => useContext(ToastContext);

const ICONS: Record<ToastTone, ReactNode> = {
  plain: <Mark className="size-5" />,
  good: <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-good" />,
  danger: <CircleAlert aria-hidden="true" className="size-5 shrink-0 text-danger" />,
};

/** One message; exported for the gallery. */
export const ToastCard = ({ toast, onDismiss }: { toast: ToastInput; onDismiss: () => void }) => {
  const { t } = useLingui();
  return (
    <div className="pointer-events-auto flex w-full animate-arrive items-start gap-3 rounded-md border border-line bg-raised p-3.5 shadow-over">
      {ICONS[toast.tone ?? 'plain']}
      <div className="grid min-w-0 grow gap-0.5">
        <p className="text-sm font-semibold wrap-anywhere">{toast.title}</p>
        {toast.detail !== undefined && <p className="text-sm text-ink-2 wrap-anywhere">{toast.detail}</p>}
        {toast.action && (
          <button
            type="button"
            onClick={() => {
              toast.action?.onSelect();
              onDismiss();
            }}
            className="mt-1 justify-self-start rounded-xs text-sm font-semibold underline decoration-sound decoration-2 underline-offset-4"
          >
            {toast.action.label}
          </button>
        )}
      </div>
      <button
        type="button"
        aria-label={t`Dismiss`}
        onClick={onDismiss}
        className="relative -m-1 grid size-7 shrink-0 touch-reach-2 place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </div>
  );
};

/** Holds the messages, at most four, and the live region that reads them out. */
export const ToastProvider = ({ children }: { children: ReactNode }) => {
  const { t } = useLingui();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (input: ToastInput) => {
      nextId.current += 1;
      const id = nextId.current;
      setToasts((all) => [...all, { ...input, id }].slice(-SHOWN_MAX));
      setTimeout(() => dismiss(id), input.shownMs ?? SHOWN_MS);
    },
    [dismiss],
  );
  const list = useMemo(
    () => toasts.map((toast) => <ToastCard key={toast.id} toast={toast} onDismiss={() => dismiss(toast.id)} />),
    [toasts, dismiss],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-live="polite"
        aria-label={t`Messages`}
        className={cx(
          'pointer-events-none fixed z-50 grid gap-2 max-sm:inset-x-3 max-sm:bottom-20',
          'sm:end-5 sm:bottom-5 sm:w-[22rem]',
        )}
      >
        {list}
      </section>
    </ToastContext>
  );
};
