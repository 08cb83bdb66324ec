import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import type { AdminAction } from '../../api/wire.ts';
import { formatMoment } from '../../format.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ACTION_WORDS } from './admin-words.ts';
import { PartyLink } from './party-link.tsx';
import { StateChange } from './state-change.tsx';

const SKELETON_ROWS = [0, 1, 2, 3];
const ROW = 'grid gap-x-8 gap-y-3 border-line px-4 py-4 not-first:border-t sm:px-5 md:grid-cols-[minmax(0,1fr)_17rem]';

const Origin = ({ action: { ip, userAgent, requestId } }: { action: AdminAction }) => (
  <details className="group text-xs text-ink-3">
    <summary className="relative flex touch-reach-3 cursor-pointer list-none items-center gap-1 justify-self-start rounded-xs hover:text-ink [&::-webkit-details-marker]:hidden">
      <span className="min-w-0 wrap-anywhere">
        <Trans>from {ip}</Trans>
      </span>
      <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 transition-transform group-open:rotate-180" />
    </summary>
    <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 wrap-anywhere">
      <dt>
        <Trans>Browser</Trans>
      </dt>
      <dd>{userAgent === '' ? '–' : userAgent}</dd>
      <dt>
        <Trans>Request</Trans>
      </dt>
      <dd className="font-mono">{requestId}</dd>
    </dl>
  </details>
);

const ActionRow = ({ action }: { action: AdminAction }) => {
  const { t } = useLingui();
  const actor = <PartyLink party={action.actor} />;
  const target = <PartyLink party={action.target} />;
  return (
    <>
      <div className="grid min-w-0 content-start gap-2">
        <h3 className="text-base font-medium">
          {ACTION_WORDS[action.action] ? t(ACTION_WORDS[action.action]) : action.action}
        </h3>
        <p className="text-sm text-ink-2">
          <Trans>
            By {actor}, about {target}
          </Trans>
        </p>
        {action.reason !== null && (
          <p dir="auto" className="text-sm whitespace-pre-line text-ink-2 wrap-anywhere">
            {action.reason}
          </p>
        )}
      </div>
      <div className="grid min-w-0 content-start gap-2">
        <time dateTime={new Date(action.createdAt).toISOString()} className="text-sm text-ink-3">
          {formatMoment(action.createdAt)}
        </time>
        <StateChange before={action.before} after={action.after} />
        <Origin action={action} />
      </div>
    </>
  );
};

/** Entries of the audit log: what, by whom, about whom and why; beside it when, what it changed, and from where. */
export const ActionList = ({ actions, label }: { actions: readonly AdminAction[]; label: string }) => (
  <ul aria-label={label} className="rounded-md border border-line bg-surface">
    {actions.map((action) => (
      <li key={action.id} className={ROW}>
        <ActionRow action={action} />
      </li>
    ))}
  </ul>
);

/** The same before it is here. */
export const ActionListSkeleton = () => (
  <div aria-busy="true" className="rounded-md border border-line bg-surface">
    {SKELETON_ROWS.map((row) => (
      <div key={row} className={ROW}>
        <div className="grid content-start gap-2.5">
          <Skeleton className="h-5 w-44" />
          <Skeleton className="h-4 w-64 max-w-full" />
          <Skeleton className="h-4 w-32" />
        </div>
        <div className="grid content-start gap-2.5">
          <Skeleton className="h-4 w-36" />
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-3.5 w-20" />
        </div>
      </div>
    ))}
  </div>
);
