import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { API_TOKENS_PER_ACCOUNT_MAX } from '../../../../worker/contract/limits.ts';
import { api } from '../../api/client.ts';
import { keys, tokensQuery } from '../../api/queries.ts';
import type { ApiToken, ApiTokenList } from '../../api/wire.ts';
import { formatAgo, formatMoment, formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AccountSection } from './account-section.tsx';
import { Confirm } from './confirm.tsx';
import { tokenNameInWords } from './given-words.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { RowList, RowText } from './row-list.tsx';
import { SCOPE_WORDS } from './token-wish.tsx';

const MINUTE_MS = 60_000;

const TokenRow = ({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) => {
  const { t, i18n } = useLingui();
  const now = useNow(MINUTE_MS);
  const name = tokenNameInWords(token.name);
  const spent = formatNumber(token.spentCredits);
  const spentToday = formatNumber(token.spentTodayCredits);
  return (
    <>
      <RowText title={name}>
        {token.hint !== null && (
          <span>
            <span className="sr-only">
              <Trans>ends in</Trans>{' '}
            </span>
            <code className="font-mono text-xs">
              <span aria-hidden="true">ozv-…</span>
              {token.hint}
            </code>
          </span>
        )}
        <span>{token.scopes.map((scope) => i18n._(SCOPE_WORDS[scope].label)).join(', ')}</span>
        {token.capCredits !== null && (
          <span>
            {plural(token.capCredits, { one: `${spent} of # credit spent`, other: `${spent} of # credits spent` })}
          </span>
        )}
        {token.dailyCapCredits !== null && (
          <span>
            {plural(token.dailyCapCredits, {
              one: `${spentToday} of # credit spent today`,
              other: `${spentToday} of # credits spent today`,
            })}
          </span>
        )}
        <span>{token.lastUsedAt === null ? t`never used` : t`used ${formatAgo(token.lastUsedAt, now)}`}</span>
        <span>
          <Trans>
            made <time dateTime={new Date(token.createdAt).toISOString()}>{formatMoment(token.createdAt)}</time>
          </Trans>
        </span>
      </RowText>
      <Button size="sm" aria-label={t`Revoke: ${name}`} onClick={onRevoke}>
        <Trans>Revoke</Trans>
      </Button>
    </>
  );
};

/** The keys of one's programs. */
export const TokensSection = () => {
  const { t } = useLingui();
  const query = useQuery(tokensQuery);
  const cache = useQueryClient();
  const toast = useToast();
  const [making, setMaking] = useState(false);
  const [doomed, setDoomed] = useState<ApiToken>();
  const doomedName = doomed ? tokenNameInWords(doomed.name) : '';
  const isFull = (query.data?.items.length ?? 0) >= API_TOKENS_PER_ACCOUNT_MAX;
  const revoke = useMutation({
    mutationFn: (token: ApiToken) => api.revokeToken(token.id),
    onSuccess: (_, token) => {
      cache.setQueryData<ApiTokenList>(
        keys.tokens,
        (list) => list && { items: list.items.filter(({ id }) => id !== token.id) },
      );
      void cache.invalidateQueries({ queryKey: keys.tokens });
      setDoomed(undefined);
      toast({ title: t`The token no longer works`, detail: tokenNameInWords(token.name), tone: 'good' });
    },
  });
  return (
    <AccountSection
      title={t`API tokens`}
      about={
        isFull
          ? t`${API_TOKENS_PER_ACCOUNT_MAX} tokens are the most an account holds. Revoke one to make another.`
          : t`A program that holds one can spend your credits. Give each its own, and revoke it when it is no longer needed.`
      }
      aside={
        <Button
          size="sm"
          className="justify-self-start"
          disabled={!query.isSuccess || isFull}
          onClick={() => setMaking(true)}
        >
          <Trans>New token</Trans>
        </Button>
      }
    >
      <RowList
        label={t`API tokens`}
        query={query}
        failure={t`The tokens could not be read`}
        empty={
          <EmptyState title={t`No tokens`}>
            <Trans>Make one to call Ozvena from your own programs, with the same outcome as here.</Trans>
          </EmptyState>
        }
      >
        {(token) => <TokenRow token={token} onRevoke={() => setDoomed(token)} />}
      </RowList>
      <NewTokenDialog open={making} onClose={() => setMaking(false)} />
      <Confirm
        open={doomed !== undefined}
        title={t`Revoke this token?`}
        description={t`What uses “${doomedName}” is refused from then on. This cannot be taken back.`}
        keep={t`Keep it`}
        go={t`Revoke`}
        pending={revoke.isPending}
        error={revoke.error}
        onClose={() => {
          setDoomed(undefined);
          revoke.reset();
        }}
        onConfirm={() => doomed && revoke.mutate(doomed)}
      />
    </AccountSection>
  );
};
