import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AudioLines, Coins, History, LayoutGrid } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TOOLS } from '../tools.ts';
import { ToolLink } from './sidebar.tsx';

const TAB = cx(
  'grid h-14 justify-items-center content-center gap-1 text-2xs font-medium text-ink-3',
  'aria-[current=page]:text-ink aria-[current=page]:[&_svg]:text-sound-ink',
);
const ICON = 'size-5';

/** The way around, on a phone: under the thumb. */
export const TabBar = () => {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <nav
        aria-label={t`Studio`}
        className="fixed inset-x-0 bottom-0 z-20 grid print:hidden grid-cols-4 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <Link to="/studio/speech" className={TAB}>
          <AudioLines aria-hidden="true" strokeWidth={1.75} className={ICON} /> <Trans>Speech</Trans>
        </Link>
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} className={TAB}>
          <LayoutGrid aria-hidden="true" strokeWidth={1.75} className={ICON} /> <Trans>Tools</Trans>
        </button>
        <Link to="/studio/history" className={TAB}>
          <History aria-hidden="true" strokeWidth={1.75} className={ICON} /> <Trans>History</Trans>
        </Link>
        <Link to="/studio/credits" className={TAB}>
          <Coins aria-hidden="true" strokeWidth={1.75} className={ICON} /> <Trans>Credits</Trans>
        </Link>
      </nav>
      <Dialog open={open} onClose={() => setOpen(false)} title={t`Tools`}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link's key press is a click, and bubbles here as one */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its links do */}
        <div className="-mx-3 grid gap-1" onClick={() => setOpen(false)}>
          {TOOLS.map((tool) => (
            <ToolLink key={tool.id} tool={tool} className="h-12 text-base" />
          ))}
        </div>
      </Dialog>
    </>
  );
};
