import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { USER_SEARCH_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { adminUsersQuery } from '../../api/admin-queries.ts';
import type { AccountRole, AdminUserFilter, Plan } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { LongList } from '../studio/long-list.tsx';
import { PLAN_WORDS, ROLE_WORDS } from './admin-words.ts';
import { UsersTable, UsersTableSkeleton } from './users-table.tsx';

/** Everybody who has an account: looked for by name, e-mail or id, and narrowed. The address keeps what is looked for. */
export const UsersPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Users`);
  const filter = useSearch({ from: '/studio/admin/users' });
  const navigate = useNavigate({ from: '/studio/admin/users' });
  const list = useInfiniteQuery(adminUsersQuery(filter));
  const narrow = (change: Partial<AdminUserFilter>) =>
    void navigate({ search: (known) => ({ ...known, ...change }), replace: true });
  const [text, setText] = useSearchText(filter.q, (q) => narrow({ q }));
  const showEverybody = () => {
    setText('');
    void navigate({ search: {}, replace: true });
  };
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="grid gap-6">
      <Filters text={text} onText={setText} filter={filter} onNarrow={narrow} />
      <LongList
        query={list}
        skeleton={<UsersTableSkeleton />}
        failure={t`The users could not be read`}
        more={t`Older accounts`}
        empty={
          <EmptyState
            title={t`Nobody fits`}
            action={
              isNarrowed && (
                <Button onClick={showEverybody}>
                  <Trans>Show everybody</Trans>
                </Button>
              )
            }
          >
            <Trans>Look for a part of the name or e-mail, or for the whole id.</Trans>
          </EmptyState>
        }
      >
        {(users) => <UsersTable users={users} />}
      </LongList>
    </div>
  );
};

type FiltersProps = {
  text: string;
  onText: (text: string) => void;
  filter: AdminUserFilter;
  onNarrow: (change: Partial<AdminUserFilter>) => void;
};

const Filters = ({ text, onText, filter, onNarrow }: FiltersProps) => {
  const { t } = useLingui();
  const roles = [
    { value: '', label: t`Any role` },
    ...Object.entries(ROLE_WORDS).map(([value, words]) => ({ value, label: t(words) })),
  ];
  const plans = [
    { value: '', label: t`Any plan` },
    ...Object.entries(PLAN_WORDS).map(([value, words]) => ({ value, label: t(words) })),
  ];
  const access = [
    { value: '', label: t`Suspended or not` },
    { value: 'false', label: t`Not suspended` },
    { value: 'true', label: t`Suspended` },
  ];
  return (
    <search className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-[minmax(0,1fr)_10rem_10rem_12rem]">
      <Field label={t`Search users`} labelHidden className="col-span-2 sm:col-span-3 xl:col-span-1">
        <Input
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={USER_SEARCH_MAX_CHARS}
          placeholder={t`Name, e-mail or id`}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </Field>
      <Select
        aria-label={t`Role`}
        options={roles}
        value={filter.role ?? ''}
        onValueChange={(role) => onNarrow({ role: (role || undefined) as AccountRole | undefined })}
      />
      <Select
        aria-label={t`Plan`}
        options={plans}
        value={filter.plan ?? ''}
        onValueChange={(plan) => onNarrow({ plan: (plan || undefined) as Plan | undefined })}
      />
      <Select
        aria-label={t`Access`}
        className="max-sm:col-span-2"
        options={access}
        value={filter.blocked === undefined ? '' : String(filter.blocked)}
        onValueChange={(blocked) => onNarrow({ blocked: blocked === '' ? undefined : blocked === 'true' })}
      />
    </search>
  );
};
