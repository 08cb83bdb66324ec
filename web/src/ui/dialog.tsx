import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** The row of buttons; the one that goes on stands last. `data-autofocus` marks the one that Enter presses. */
  footer?: ReactNode;
  /** `lg` keeps its height whatever is in it, and fills a phone. */
  size?: 'sm' | 'md' | 'lg';
  /** Off where a stray click beside the dialog would lose what it shows. */
  closesOnBackdrop?: boolean;
};

const SIZES = {
  sm: 'sm:max-w-[27rem]',
  md: 'sm:max-w-[44rem]',
  lg: 'max-sm:h-dvh max-sm:max-h-none max-sm:rounded-t-none sm:max-w-[54rem]',
};

/**
 * The browser's own modal dialog: it traps focus, closes on Escape and gives focus back, without a script
 * that would have to inject styles. On a phone it rises from the lower edge.
 */
export const Dialog = ({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'sm',
  closesOnBackdrop = true,
}: DialogProps) => {
  const { t } = useLingui();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const aboutId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way out, and the browser gives it
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      aria-describedby={description === undefined ? undefined : aboutId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => open && onClose()}
      onClick={(event) => closesOnBackdrop && event.target === ref.current && onClose()}
      className={cx(
        'm-auto w-[calc(100%-2rem)] overflow-hidden rounded-lg border border-line bg-raised p-0 shadow-over',
        'max-sm:mx-0 max-sm:mb-0 max-sm:w-full max-sm:max-w-full max-sm:rounded-b-none',
        SIZES[size],
      )}
    >
      {open && (
        <div
          className={cx(
            'grid grid-rows-[auto_minmax(0,1fr)_auto]',
            size === 'lg' ? 'h-dvh sm:h-[min(48rem,88dvh)]' : 'max-h-[min(44rem,88dvh)]',
          )}
        >
          <div className="flex items-start justify-between gap-4 px-6 pt-5">
            <div className="grid gap-1">
              <h2 id={titleId} className="text-lg font-semibold wrap-anywhere">
                {title}
              </h2>
              {description !== undefined && (
                <div id={aboutId} className="text-sm text-ink-2 wrap-anywhere">
                  {description}
                </div>
              )}
            </div>
            <IconButton
              label={t`Close`}
              tooltip={false}
              size="sm"
              icon={<X aria-hidden="true" className="size-4" />}
              onClick={onClose}
              className="-me-2 -mt-0.5 touch:-mt-1.5"
            />
          </div>
          <div className="min-h-0 overflow-y-auto px-6 pt-4 pb-6">{children}</div>
          {footer !== undefined && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-surface px-6 py-4">
              {footer}
            </div>
          )}
        </div>
      )}
    </dialog>
  );
};
