import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from '../../ui/cx.ts';

type DisclosureProps = { title: string; isOpenAtFirst: boolean; children: ReactNode };

/** A part that opens under its title. */
export const Disclosure = ({ title, isOpenAtFirst, children }: DisclosureProps) => {
  const [open, setOpen] = useState(isOpenAtFirst);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="border-t border-line pt-1">
      <summary className="-mx-1 flex h-9 touch:h-11 list-none items-center justify-between rounded-xs px-1 text-sm font-medium text-ink-2 hover:text-ink [&::-webkit-details-marker]:hidden">
        {title}
        <ChevronDown
          aria-hidden="true"
          className={cx('size-4 text-ink-3 transition-transform duration-150', open && 'rotate-180')}
        />
      </summary>
      <div className="grid gap-4 pt-2 pb-1">{children}</div>
    </details>
  );
};
