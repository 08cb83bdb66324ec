import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { BookOpen, Coins, LogOut, Plus, ShieldCheck, UserRound } from 'lucide-react';
import type { Me } from '../../api/wire.ts';
import { Mark } from '../../ui/logo.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator, menuItemClass } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ThemeToggle } from '../../ui/theme-toggle.tsx';
import { Ticker } from '../../ui/ticker.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { Bell } from '../notifications/bell.tsx';
import { useSignOut } from '../session/use-sign-out.ts';
import { ConnectionNote } from './connection-note.tsx';
import { Initials } from './initials.tsx';

/** Who one is, and the way to one's own things. */
const AccountMenu = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  const { signOut } = useSignOut();
  return (
    <Menu
      label={t`Your account`}
      trigger={(props) => (
        <button
          type="button"
          {...props}
          aria-label={t`Your account`}
          className="relative ms-1 block touch-reach-1.5 rounded-sm hover:opacity-85"
        >
          <Initials name={me?.name ?? '·'} />
        </button>
      )}
    >
      <MenuLabel>
        <span className="block max-w-56 truncate text-sm font-semibold text-ink">{me?.name}</span>
        <span className="block max-w-56 truncate">{me?.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <Link role="menuitem" tabIndex={-1} to="/studio/account" className={menuItemClass}>
        <UserRound aria-hidden="true" className="size-4 text-ink-3" /> <Trans>Account</Trans>
      </Link>
      <Link role="menuitem" tabIndex={-1} to="/studio/credits" className={menuItemClass}>
        <Coins aria-hidden="true" className="size-4 text-ink-3" /> <Trans>Credits</Trans>
      </Link>
      {me?.isAdmin && (
        <Link role="menuitem" tabIndex={-1} to="/studio/admin" className={menuItemClass}>
          <ShieldCheck aria-hidden="true" className="size-4 text-ink-3" /> <Trans>Admin</Trans>
        </Link>
      )}
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden="true" className="size-4 text-ink-3 rtl:-scale-x-100" /> <Trans>Sign out</Trans>
      </MenuItem>
    </Menu>
  );
};

/** What one has: the balance, which moves the moment the ledger does, and one's own things. */
export const TopBar = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  return (
    <header className="sticky top-0 z-20 flex print:hidden h-16 shrink-0 items-center gap-1 border-b border-line bg-paper px-4 sm:px-6">
      <a href="/" aria-label={t`Ozvena, home`} className="me-2 inline-flex h-11 items-center rounded-xs lg:hidden">
        <Mark />
      </a>
      <Link
        to="/studio/credits"
        className="flex h-10 touch:h-11 items-center gap-2 rounded-sm px-2 text-sm text-ink-2 hover:bg-sunken hover:text-ink lg:-ms-2"
      >
        <span className="sr-only">
          <Trans>Balance:</Trans>
        </span>
        {me ? (
          <span className="text-base font-semibold text-ink">
            <Ticker value={me.balanceCredits} />
          </span>
        ) : (
          <Skeleton className="h-4 w-14" />
        )}
        <span className="max-[26rem]:sr-only">
          <Plural value={me?.balanceCredits ?? 0} one="credit" other="credits" />
        </span>
      </Link>
      <Link
        to="/studio/credits/buy"
        aria-label={t`Buy credits`}
        className="relative inline-flex h-8 items-center gap-1.5 rounded-sm border border-line px-2 touch-reach-1.5 text-sm font-medium text-ink-2 hover:border-line-strong hover:text-ink max-[22rem]:hidden"
      >
        <Plus aria-hidden="true" className="size-4" />
        <span className="max-sm:hidden">
          <Trans>Buy</Trans>
        </span>
      </Link>
      <div className="ms-auto flex items-center gap-0.5 sm:gap-1">
        <ConnectionNote />
        <Bell />
        <Tooltip label={t`Learn`}>
          <Link
            to="/studio/learn"
            aria-label={t`Learn`}
            className="grid size-10 touch:size-11 place-items-center rounded-sm text-ink-2 hover:bg-sunken hover:text-ink"
          >
            <BookOpen aria-hidden="true" className="size-[1.125rem]" />
          </Link>
        </Tooltip>
        <ThemeToggle />
        <AccountMenu me={me} />
      </div>
    </header>
  );
};
