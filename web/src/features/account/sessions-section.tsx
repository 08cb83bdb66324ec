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
  const now = useNow(MINUTE_MS);
  const toast = useToast();
  const remove = useRemoval();
  const { signOut, isPending } = useSignOut();
  const end = useMutation({
    mutationFn: () => api.endSession(session.id),
    onSuccess: () => {
      remove(({ id }) => id !== session.id);
      toast({ title: 'That device is signed out', detail: session.device, tone: 'good' });
    },
    onError: (error) => toast({ title: 'The device is still signed in', detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <>
      <RowText title={session.device} badge={session.isCurrent && <Badge tone="good">this device</Badge>}>
        <span>{session.isCurrent ? 'in use now' : `used ${formatAgo(session.lastUsedAt, now)}`}</span>
        <span className="break-all">from {session.ip}</span>
        <span>
          since <time dateTime={new Date(session.createdAt).toISOString()}>{formatMoment(session.createdAt)}</time>
        </span>
      </RowText>
      {session.isCurrent ? (
        <Button size="sm" variant="quiet" loading={isPending} onClick={signOut}>
          Sign out
        </Button>
      ) : (
        <Button size="sm" loading={end.isPending} aria-label={`End: ${session.device}`} onClick={() => end.mutate()}>
          End
        </Button>
      )}
    </>
  );
};

/** Every browser that is signed in, and how to end it from here. */
export const SessionsSection = () => {
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
      toast({ title: 'All other devices are signed out', tone: 'good' });
    },
  });
  return (
    <AccountSection
      title="Sessions"
      about="Where you are signed in. If you do not know one, end it."
      aside={
        <Button size="sm" className="justify-self-start" disabled={others === 0} onClick={() => setAsking(true)}>
          End all others
        </Button>
      }
    >
      <RowList
        label="Sessions"
        query={query}
        failure="The sessions could not be read"
        empty={<p className="p-5 text-sm text-ink-2">No browser is signed in.</p>}
      >
        {(session) => <SessionRow session={session} />}
      </RowList>
      <Confirm
        open={asking}
        title={others === 1 ? 'End the other session?' : `End ${others} other sessions?`}
        description="They are signed out at once and need a new code to come back. This device stays signed in; tokens keep working."
        keep="Keep them"
        go={others === 1 ? 'End it' : 'End them'}
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
