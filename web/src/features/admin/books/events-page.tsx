import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { EVENT_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { adminKeys } from '../../../api/admin-queries.ts';
import { messageOf } from '../../../api/api-error.ts';
import { bookApi } from '../../../api/book-client.ts';
import type { BookRow } from '../../../api/wire.ts';
import { formatNumber } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { OrderDialog } from '../order-dialog.tsx';
import { BookPage } from './book-page.tsx';
import { Facts, Processor, ShortId } from './book-parts.tsx';
import { EVENT_WORDS } from './book-words.ts';
import { useColumns } from './use-columns.tsx';

type Event = BookRow<'payment-events'>;

const TakeUpAll = () => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const takeUp = useMutation({
    mutationFn: bookApi.takeUpAll,
    onSuccess: ({ done, left }) =>
      toast({ title: t`${formatNumber(done)} done, ${formatNumber(left)} still want a look`, tone: 'good' }),
    onError: (error) => toast({ title: t`It could not be done`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: adminKeys.books }),
  });
  return (
    <Button
      loading={takeUp.isPending}
      icon={<RotateCw aria-hidden="true" className="size-4" />}
      onClick={() => takeUp.mutate()}
    >
      <Trans>Process all again</Trans>
    </Button>
  );
};

const Doing = ({ event, onAside }: { event: Event; onAside: (event: Event) => void }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const takeUp = useMutation({
    mutationFn: () => bookApi.takeUp(event.id),
    onSuccess: ({ status, why }) =>
      status === 'done'
        ? toast({ title: t`It is done`, tone: 'good' })
        : toast({ title: t`It still fits nothing`, detail: why ?? undefined, tone: 'danger' }),
    onError: (error) => toast({ title: t`It could not be done`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: adminKeys.books }),
  });
  const { eventId } = event;
  return (
    <span className="flex flex-wrap gap-2 xl:justify-end">
      <Button
        size="sm"
        loading={takeUp.isPending}
        aria-label={t`Process again: ${eventId}`}
        onClick={() => takeUp.mutate()}
      >
        <Trans>Process again</Trans>
      </Button>
      {event.status === 'unmatched' && (
        <Button size="sm" variant="quiet" aria-label={t`Set aside: ${eventId}`} onClick={() => onAside(event)}>
          <Trans>Set aside</Trans>
        </Button>
      )}
    </span>
  );
};

const Told = ({ event: { kind, why, facts } }: { event: Event }) => {
  const { t } = useLingui();
  const words = EVENT_WORDS[kind];
  return (
    <details className="group min-w-0">
      <summary className="relative touch-reach-3 cursor-pointer rounded-xs">
        <span className="font-medium">{words ? t(words) : kind}</span>
        {why !== null && <span className="block text-xs text-ink-3 wrap-anywhere">{why}</span>}
      </summary>
      <div className="mt-2">
        <Facts facts={facts} />
      </div>
    </details>
  );
};

/** Everything that processors told, first of all what fits nothing. */
export const EventsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  const [aside, setAside] = useState<Event>();
  return (
    <BookPage
      name="payment-events"
      title={t`Processor events`}
      about={
        <Trans>
          What processors told, signed. What fits no order gives nothing and wants a look: process it again once its
          order is there, or set it aside with a reason. Money is credited once, however often it is processed.
        </Trans>
      }
      aside={<TakeUpAll />}
      statuses={EVENT_STATUSES}
      hasProcessor
      empty={{ title: t`No processor has told anything yet`, children: t`Every signed message of theirs stands here.` }}
      columns={[
        columns.when,
        { key: 'by', name: t`Processor`, cell: ({ processor }) => <Processor id={processor} /> },
        { key: 'what', name: t`What was told`, wide: true, cell: (event) => <Told event={event} /> },
        columns.state,
        { key: 'tries', name: t`Tries`, end: true, cell: ({ attempts }) => formatNumber(attempts) },
        { key: 'id', name: t`Id`, cell: ({ eventId }) => <ShortId id={eventId} /> },
        {
          key: 'do',
          name: t`To do`,
          wide: true,
          end: true,
          cell: (event) => (event.status === 'done' ? null : <Doing event={event} onAside={setAside} />),
        },
      ]}
    >
      {aside && (
        <OrderDialog
          open
          onClose={() => setAside(undefined)}
          title={t`Set this event aside`}
          go={t`Set aside`}
          variant="solid"
          done={t`It is set aside`}
          order={(reason) => bookApi.setAside(aside.id, reason)}
        >
          <p className="text-sm text-ink-2">
            <Trans>Nothing is credited. It can be processed again later.</Trans>
          </p>
        </OrderDialog>
      )}
    </BookPage>
  );
};
