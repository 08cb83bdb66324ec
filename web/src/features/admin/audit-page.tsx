import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { adminActionsQuery } from '../../api/admin-queries.ts';
import type { AdminAction, AdminActionFilter, AdminActionKind } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { LongList } from '../studio/long-list.tsx';
import { ActionList, ActionListSkeleton } from './action-list.tsx';
import { ACTION_WORDS } from './admin-words.ts';

const nameOf = (party: AdminAction['actor'] | AdminAction['target'] | undefined, id: string): string =>
  party?.name ?? id;

/** Everything operators have done. The address keeps by what it is narrowed. */
export const AuditPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Audit log`);
  const filter = useSearch({ from: '/studio/admin/audit' });
  const navigate = useNavigate({ from: '/studio/admin/audit' });
  const list = useInfiniteQuery(adminActionsQuery(filter));
  const narrow = (change: Partial<AdminActionFilter>) =>
    void navigate({ search: (known) => ({ ...known, ...change }), replace: true });
  const { action, actorId, targetId } = filter;
  const first = list.data?.pages[0]?.items[0];
  const actor = actorId && nameOf(first?.actor, actorId);
  const target = targetId && nameOf(first?.target, targetId);
  const isNarrowed = Boolean(action || actor || target);
  const actions = [
    { value: '', label: t`Everything done` },
    ...Object.entries(ACTION_WORDS).map(([value, words]) => ({ value, label: t(words) })),
  ];
  return (
    <div className="grid gap-6">
      <search className="flex flex-wrap items-center gap-3">
        <Select
          aria-label={t`Action`}
          className="w-full sm:w-64"
          options={actions}
          value={action ?? ''}
          onValueChange={(value) => narrow({ action: (value || undefined) as AdminActionKind | undefined })}
        />
        {actor && <Chip onRemove={() => narrow({ actorId: undefined })}>{t`By ${actor}`}</Chip>}
        {target && <Chip onRemove={() => narrow({ targetId: undefined })}>{t`About ${target}`}</Chip>}
      </search>
      <LongList
        query={list}
        skeleton={<ActionListSkeleton />}
        failure={t`The audit log could not be read`}
        more={t`Older entries`}
        empty={
          <EmptyState
            title={isNarrowed ? t`No entry fits` : t`Nothing has been done yet`}
            action={
              isNarrowed && (
                <Button onClick={() => void navigate({ search: {}, replace: true })}>
                  <Trans>Show everything</Trans>
                </Button>
              )
            }
          >
            <Trans>Whatever an operator changes is written down here, with who, why and from where.</Trans>
          </EmptyState>
        }
      >
        {(items) => <ActionList actions={items} label={t`Audit log`} />}
      </LongList>
    </div>
  );
};

/** By what the list is narrowed, and the way to widen it again. */
const Chip = ({ onRemove, children }: { onRemove: () => void; children: string }) => {
  const { t } = useLingui();
  const filter = children;
  return (
    <button
      type="button"
      aria-label={t`${filter}: remove this filter`}
      onClick={onRemove}
      className="inline-flex h-10 max-w-full items-center gap-2 rounded-sm border border-line bg-surface ps-3 pe-2.5 text-sm hover:border-ink-2"
    >
      <span dir="auto" className="truncate">
        {children}
      </span>
      <X aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
    </button>
  );
};
