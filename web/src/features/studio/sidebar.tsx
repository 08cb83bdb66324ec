import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Coins, History, type LucideIcon, ShieldCheck } from 'lucide-react';
import type { Me } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { Logo } from '../../ui/logo.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MODULE_PATHS, TOOLS, type Tool } from '../tools.ts';
import { Initials } from './initials.tsx';

const ITEM = cx(
  'flex h-9 items-center gap-3 rounded-sm px-3 text-sm font-medium text-ink-2 transition-colors',
  'hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink aria-[current=page]:[&_svg]:text-sound-ink',
);

/** The way to one tool. */
export const ToolLink = ({ tool, className }: { tool: Tool; className?: string }) => {
  const { t } = useLingui();
  return (
    <Link to={MODULE_PATHS[tool.module]} className={cx(ITEM, className)}>
      <tool.icon aria-hidden="true" strokeWidth={1.75} className="size-[1.125rem] shrink-0" />
      <span className="grow truncate">{t(tool.name)}</span>
    </Link>
  );
};

const Item = ({
  to,
  icon: Icon,
  label,
}: {
  to: '/studio/history' | '/studio/credits' | '/studio/admin';
  icon: LucideIcon;
  label: string;
}) => (
  <Link to={to} className={ITEM}>
    <Icon aria-hidden="true" strokeWidth={1.75} className="size-[1.125rem] shrink-0" />
    <span className="grow truncate">{label}</span>
  </Link>
);

/** The way around, on a wide screen. */
export const Sidebar = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col border-e border-line bg-sunken lg:flex print:hidden">
      <div className="flex h-16 shrink-0 items-center px-6">
        <a href="/" aria-label={t`Ozvena, home`} className="inline-flex rounded-xs">
          <Logo />
        </a>
      </div>
      <nav aria-label={t`Studio`} className="grid min-h-0 grow content-start gap-6 overflow-y-auto px-3 pt-3">
        <div className="grid gap-0.5">
          {TOOLS.map((tool) => (
            <ToolLink key={tool.id} tool={tool} />
          ))}
        </div>
        <div className="grid gap-0.5 border-t border-line pt-5">
          <Item to="/studio/history" icon={History} label={t`History`} />
          <Item to="/studio/credits" icon={Coins} label={t`Credits`} />
          {me?.isAdmin && <Item to="/studio/admin" icon={ShieldCheck} label={t`Admin`} />}
        </div>
      </nav>
      <Link
        to="/studio/account"
        className="flex h-[4.25rem] shrink-0 items-center gap-3 border-t border-line px-5 outline-offset-[-2px] hover:bg-raised aria-[current=page]:bg-raised"
      >
        {me ? (
          <>
            <Initials name={me.name} />
            <div className="grid min-w-0">
              <span className="truncate text-sm font-semibold">{me.name}</span>
              <span className="truncate text-xs text-ink-3 first-letter:uppercase">
                {me.plan === 'free' ? t`Free plan` : me.plan}
              </span>
            </div>
          </>
        ) : (
          <>
            <Skeleton className="size-8" />
            <Skeleton className="h-4 w-28" />
          </>
        )}
        <span className="sr-only">
          <Trans>Account</Trans>
        </span>
      </Link>
    </aside>
  );
};
