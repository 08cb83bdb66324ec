import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveriesQuery, webhooksQuery } from '../../api/webhooks.ts';
import type { DeliveryStatus } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { AccountSection } from '../account/account-section.tsx';
import { RowsWaiting } from '../account/row-list.tsx';
import { LongList } from '../studio/long-list.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { STATUS_WORDS } from './webhook-words.ts';

/** Everything that was sent, newest first, narrowed by state and by webhook. */
export const DeliveriesSection = () => {
  const { t } = useLingui();
  const [status, setStatus] = useState('');
  const [webhookId, setWebhookId] = useState('');
  const filter = {
    ...(status ? { status: status as DeliveryStatus } : {}),
    ...(webhookId ? { webhookId } : {}),
  };
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const webhooks = useQuery(webhooksQuery).data?.items ?? [];
  const isNarrowed = status !== '' || webhookId !== '';
  const widen = () => {
    setStatus('');
    setWebhookId('');
  };
  return (
    <AccountSection
      title={t`Deliveries`}
      about={t`What was sent in the last 30 days, with what came back. Any of it can be sent again.`}
    >
      <div className="grid gap-4">
        <search className="grid gap-2 sm:flex">
          <Select
            aria-label={t`State`}
            className="sm:w-44"
            options={[
              { value: '', label: t`In any state` },
              ...Object.entries(STATUS_WORDS).map(([value, { label }]) => ({ value, label: t(label) })),
            ]}
            value={status}
            onValueChange={setStatus}
          />
          <Select
            aria-label={t`Webhook`}
            className="sm:w-64"
            options={[
              { value: '', label: t`To every address` },
              ...webhooks.map(({ id, url, description }) => ({ value: id, label: description || url })),
            ]}
            value={webhookId}
            onValueChange={setWebhookId}
          />
        </search>
        <LongList
          query={query}
          skeleton={<RowsWaiting />}
          failure={t`The deliveries could not be read`}
          more={t`Earlier ones`}
          empty={
            <Card>
              <EmptyState
                title={isNarrowed ? t`No delivery fits` : t`Nothing was sent yet`}
                action={
                  isNarrowed && (
                    <Button onClick={widen}>
                      <Trans>Show everything</Trans>
                    </Button>
                  )
                }
              >
                <Trans>Each call is kept here with its answer, and can be replayed.</Trans>
              </EmptyState>
            </Card>
          }
        >
          {(items) => (
            <Card>
              <ul aria-label={t`Deliveries`}>
                {items.map((delivery) => (
                  <DeliveryRow key={delivery.id} delivery={delivery} />
                ))}
              </ul>
            </Card>
          )}
        </LongList>
      </div>
    </AccountSection>
  );
};
