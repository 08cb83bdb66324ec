import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cx } from './cx.ts';

type TriggerProps = { 'aria-haspopup': 'menu'; 'aria-expanded': boolean; 'aria-controls': string; onClick: () => void };

type MenuProps = {
  label: string;
  /** Draws the button; spreads what it is given. */
  trigger: (props: TriggerProps) => ReactElement;
  children: ReactNode;
  className?: string;
  /** `above` for a button at the lower end of a box; it then begins where the button begins. */
  side?: 'below' | 'above';
  /** Told when it opens, to mark things as seen. */
  onOpen?: () => void;
};

const ITEMS = '[role=menuitem]:not([aria-disabled=true])';

/**
 * A list that opens under its button. Arrow keys walk it, Escape closes it and gives focus back.
 * Written here because the usual one injects a style that the content policy refuses, and weighs 30 kB.
 */
export const Menu = ({ label, trigger, children, className, side = 'below', onOpen }: MenuProps) => {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>(ITEMS)?.focus();
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
      root.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.focus();
      return;
    }
    const items = [...(root.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % Math.max(1, items.length))?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what bubbles up from button and items
    <div
      ref={root}
      onKeyDown={onKeyDown}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget && setOpen(false)}
      className="relative"
    >
      {trigger({
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': id,
        onClick: () => {
          if (!open) onOpen?.();
          setOpen(!open);
        },
      })}
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a chosen item closes the menu; its own key press is a click
        <div
          id={id}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onClick={(event) => event.target instanceof Element && event.target.closest(ITEMS) && setOpen(false)}
          className={cx(
            side === 'above' ? 'start-0 bottom-full mb-1.5 min-w-32' : 'end-0 top-full mt-1.5 min-w-56',
            'absolute z-40 max-h-[70dvh] animate-arrive overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-over',
            className,
          )}
        >
          {children}
        </div>
      )}
    </div>
  );
};

/** How every item looks; also for a link that is an item. */
export const menuItemClass =
  'flex min-h-9 w-full touch:min-h-11 items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-start text-sm text-ink hover:bg-sunken focus-visible:bg-sunken focus-visible:outline-offset-[-2px]';

/** One thing to do. */
export const MenuItem = ({ onSelect, children }: { onSelect: () => void; children: ReactNode }) => (
  <button type="button" role="menuitem" tabIndex={-1} onClick={onSelect} className={menuItemClass}>
    {children}
  </button>
);

/** A heading inside a menu; not an item. */
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <div className="px-2.5 pt-2 pb-1.5 text-xs text-ink-3">{children}</div>
);

/** A line between groups. */
export const MenuSeparator = () => <hr className="-mx-1 my-1 border-line" />;
