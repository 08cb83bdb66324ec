import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { isTransient, messageOf } from '../../api/api-error.ts';
import { type JobRequest, moduleOf, sendJob } from '../../api/job-request.ts';
import { keys, meQuery } from '../../api/queries.ts';
import type { Order } from '../../api/wire.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { dropSent } from '../chat/chat-draft.ts';
import { waitingInWords } from './checkout-words.ts';
import { type KeptRequest, keptRequests } from './kept-request.ts';
import { QuickBuyDialog } from './lazy-quick-buy.ts';
import { isPaid } from './pay-order.ts';
import { isShortage, shortageOf } from './shortage.ts';

type KeptPartProps = { order: Order; userId: string };

const CHANGED = [keys.me, keys.jobs, keys.ledger, keys.quotes, keys.conversations];

/** Sends what was kept, and keeps beside the order what has become of it. Sent twice, it is the same job. */
const useResuming = ({ order, userId }: KeptPartProps) => {
  const cache = useQueryClient();
  const [kept, setKept] = useState<KeptRequest | undefined>(() => keptRequests.find(order.id, userId));
  const forget = () => {
    keptRequests.forget(order.id);
    setKept(undefined);
  };
  const sending = useMutation({
    mutationFn: sendJob,
    onSuccess: ({ jobId }, { body }) => {
      if ('module' in body && body.module === 'text') dropSent(body.params.message);
      const begun: KeptRequest = { kind: 'begun', jobId };
      keptRequests.keep(order.id, userId, begun);
      setKept(begun);
      for (const queryKey of CHANGED) void cache.invalidateQueries({ queryKey });
    },
    onError: (error) => {
      // What cannot be begun as it is will not be tried again; why, still stands here.
      if (!isTransient(error) && !isShortage(error)) keptRequests.forget(order.id);
    },
  });
  const request = kept?.kind === 'waiting' ? kept.request : undefined;
  const due = isPaid(order) ? request : undefined;
  const { mutate } = sending;
  useEffect(() => {
    if (due) mutate(due);
  }, [due, mutate]);
  return { kept, request, forget, sending };
};

const Refused = ({ request, error, onAgain }: { request: JobRequest; error: Error; onAgain: () => void }) => {
  const me = useQuery(meQuery);
  const [isBuying, setIsBuying] = useState(false);
  const { balanceCredits = 0, owedCredits = 0 } = me.data ?? {};
  const known = { costCredits: 0, balanceCredits, owedCredits };
  return (
    <>
      <p className="grow text-sm">
        <b className="font-semibold text-danger">
          <Trans>Your job was not started.</Trans>
        </b>{' '}
        {messageOf(error)}
      </p>
      {isShortage(error) ? (
        <Button variant="solid" onClick={() => setIsBuying(true)}>
          <Trans>Buy what is missing</Trans>
        </Button>
      ) : (
        isTransient(error) && (
          <Button onClick={onAgain}>
            <Trans>Try again</Trans>
          </Button>
        )
      )}
      <Suspense>
        {isBuying && (
          <QuickBuyDialog
            shortage={shortageOf(request, known, error)}
            onBought={() => {
              setIsBuying(false);
              onAgain();
            }}
            onClose={() => setIsBuying(false)}
          />
        )}
      </Suspense>
    </>
  );
};

/** The job that this order was made for: it waits with it, begins with it, or says why not. */
export const KeptPart = (props: KeptPartProps) => {
  const { kept, request, forget, sending } = useResuming(props);
  if (kept === undefined) return null;
  return (
    <Card role="status" className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4 sm:p-5">
      {kept.kind === 'begun' ? (
        <>
          <p className="text-sm font-medium">
            <Trans>The credits are there, and what you wanted has begun.</Trans>
          </p>
          <Link to="/studio/jobs/$jobId" params={{ jobId: kept.jobId }} className={buttonClass('solid')}>
            <Trans>Open it</Trans>
          </Link>
        </>
      ) : request && sending.error ? (
        <Refused request={request} error={sending.error} onAgain={() => sending.mutate(request)} />
      ) : (
        request && (
          <>
            <p className="text-sm font-medium">{waitingInWords(moduleOf(request))}</p>
            <Button variant="quiet" disabled={sending.isPending} onClick={forget}>
              <Trans>Do not start it</Trans>
            </Button>
          </>
        )
      )}
    </Card>
  );
};
