import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { cx } from './cx.ts';

type Tab = { value: string; label: string; content: ReactNode };
type TabsProps = { label: string; tabs: readonly Tab[]; className?: string };

/** The arrow that points onward depends on which way the row runs. */
const stepOf = (key: string, row: Element): number | undefined => {
  const onward = getComputedStyle(row).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  return key === onward ? 1 : key === 'ArrowLeft' || key === 'ArrowRight' ? -1 : undefined;
};

/** A few views of one thing. Arrow keys walk the list, Home and End jump; the chosen one is underlined. */
export const Tabs = ({ label, tabs, className }: TabsProps) => {
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event.key, event.currentTarget);
    const edge = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined;
    const next = edge ?? (step === undefined ? undefined : (chosen + step + tabs.length) % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div className={cx('grid min-w-0', className)}>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-6 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab, index) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-controls={`${id}-panel`}
            aria-selected={index === chosen}
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
            className={cx(
              'h-10 border-b-2 touch:h-11 text-sm font-medium whitespace-nowrap focus-visible:outline-offset-[-2px]',
              index === chosen ? 'border-ink text-ink' : 'border-transparent text-ink-3 hover:text-ink',
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tabs[chosen]?.value}`} className="min-w-0">
        {tabs[chosen]?.content}
      </div>
    </div>
  );
};
