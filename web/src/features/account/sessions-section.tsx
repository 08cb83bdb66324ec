import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys, sessionsQuery } from '../../api/queries.ts';
import type { Session, SessionList } from '../../api/wire.ts';
import { formatAgo, formatMoment } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { AccountSection } from './account-section.tsx';
import { Confirm } from './confirm.tsx';
import { deviceInWords } from './given-words.ts';
import { RowList, RowText } from './row-list.tsx';

const MINUTE_MS = 60_000;

/** Takes sessions out of the list that is shown; the server's own list follows. */
const useRemoval = () => {
  const cache = useQueryClient();
  return (isKept: (session: Session) => boolean) => {
    cache.setQueryData<SessionList>(keys.sessions, (list) => list && { items: list.items.filter(isKept) });
    void cache.invalidateQueries({ queryKey: keys.sessions });
  };
};

const SessionRow = ({ session }: { session: Session }) => {
  const { t } = useLingui();
  const device = deviceInWords(session.device);
  const now = useNow(MINUTE_MS);
  const toast = useToast();
  const remove = useRemoval();
  const { signOut, isPending } = useSignOut();
  const end = useMutation({
    mutationFn: () => api.endSession(session.id),
    onSuccess: () => {
      remove(({ id }) => id !== session.id);
      toast({ title: t`That device is signed out`, detail: device, tone: 'good' });
    },
    onError: (error) => toast({ title: t`The device is still signed in`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <>
      <RowText
        title={device}
        badge={
          session.isCurrent && (
            <Badge tone="good">
              <Trans>this device</Trans>
            </Badge>
          )
        }
      >
        <span>{session.isCurrent ? t`in use now` : t`used ${formatAgo(session.lastUsedAt, now)}`}</span>
        <span className="break-all">
          <Trans>from {session.ip}</Trans>
        </span>
        <span>
          <Trans>
            since <time dateTime={new Date(session.createdAt).toISOString()}>{formatMoment(session.createdAt)}</time>
          </Trans>
        </span>
      </RowText>
      {session.isCurrent ? (
        <Button size="sm" variant="quiet" loading={isPending} onClick={signOut}>
          <Trans>Sign out</Trans>
        </Button>
      ) : (
        <Button size="sm" loading={end.isPending} aria-label={t`End: ${device}`} onClick={() => end.mutate()}>
          <Trans>End</Trans>
        </Button>
      )}
    </>
  );
};

/** Every browser that is signed in, and how to end it from here. */
export const SessionsSection = () => {
  const { t } = useLingui();
  const query = useQuery(sessionsQuery);
  const [asking, setAsking] = useState(false);
  const toast = useToast();
  const remove = useRemoval();
  const others = query.data?.items.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  const endAll = useMutation({
    mutationFn: api.endOtherSessions,
    onSuccess: () => {
      remove(({ isCurrent }) => isCurrent);
      setAsking(false);
      toast({ title: t`All other devices are signed out`, tone: 'good' });
    },
  });
  return (
    <AccountSection
      title={t`Sessions`}
      about={t`Where you are signed in. If you do not know one, end it.`}
      aside={
        <Button size="sm" className="justify-self-start" disabled={others === 0} onClick={() => setAsking(true)}>
          <Trans>End all others</Trans>
        </Button>
      }
    >
      <RowList
        label={t`Sessions`}
        query={query}
        failure={t`The sessions could not be read`}
        empty={
          <p className="p-5 text-sm text-ink-2">
            <Trans>No browser is signed in.</Trans>
          </p>
        }
      >
        {(session) => <SessionRow session={session} />}
      </RowList>
      <Confirm
        open={asking}
        title={plural(others, { one: 'End the other session?', other: 'End # other sessions?' })}
        description={t`They are signed out at once and need a new code to come back. This device stays signed in; tokens keep working.`}
        keep={t`Keep them`}
        go={plural(others, { one: 'End it', other: 'End them' })}
        pending={endAll.isPending}
        error={endAll.error}
        onClose={() => {
          setAsking(false);
          endAll.reset();
        }}
        onConfirm={() => endAll.mutate()}
      />
    </AccountSection>
  );
};
