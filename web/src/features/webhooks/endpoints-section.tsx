import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { WEBHOOKS_PER_ACCOUNT_MAX } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { webhookKeys, webhooksApi, webhooksQuery } from '../../api/webhooks.ts';
import type { Webhook } from '../../api/wire.ts';
import { isOwnMachine } from '../../app/own-machine.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AccountSection } from '../account/account-section.tsx';
import { Confirm } from '../account/confirm.tsx';
import { RowList } from '../account/row-list.tsx';
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx';
import { WebhookDialog, type WebhookWish } from './webhook-dialog.tsx';
import { WebhookRow, type WebhookWork } from './webhook-row.tsx';

/** On a machine of one's own there is a receiver to try webhooks with. */
const DemoReceiver = () =>
  isOwnMachine() && (
    <a
      href="/sandbox/receiver"
      target="_blank"
      rel="noreferrer"
      className="relative touch-reach-1.5 py-1.5 text-sm underline underline-offset-4"
    >
      <Trans>
        Open the demo receiver <span className="sr-only">in a new tab</span>
      </Trans>
    </a>
  );

type Doing = { work: WebhookWork | 'add'; webhook?: Webhook };

/** The addresses that hear of everything they asked for. */
export const EndpointsSection = () => {
  const { t } = useLingui();
  const query = useQuery(webhooksQuery);
  const cache = useQueryClient();
  const toast = useToast();
  const [doing, setDoing] = useState<Doing>();
  const [shown, setShown] = useState<ShownSecret>();
  const refresh = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: webhookKeys.all }),
      cache.invalidateQueries({ queryKey: webhookKeys.deliveries }),
    ]);
  const close = () => setDoing(undefined);
  const target = doing?.webhook;
  const save = async (wish: WebhookWish) => {
    if (target) await webhooksApi.update(target.id, wish);
    else setShown({ secret: (await webhooksApi.create(wish)).secret, previousUntil: null });
    await refresh();
    close();
  };
  const change = useMutation({
    mutationFn: ({ id, isEnabled }: Webhook) => webhooksApi.update(id, { isEnabled: !isEnabled }),
    onSuccess: ({ isEnabled }) => toast({ title: isEnabled ? t`It is on again` : t`It is off`, tone: 'good' }),
    onError: (error) => toast({ title: t`Nothing was changed`, detail: messageOf(error), tone: 'danger' }),
    onSettled: refresh,
  });
  const rotate = useMutation({
    mutationFn: ({ id }: Webhook) => webhooksApi.rotate(id),
    // A secret must not stay in memory longer than it is looked at.
    gcTime: 0,
    onSuccess: (made) => {
      setShown(made);
      close();
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: ({ id }: Webhook) => webhooksApi.remove(id),
    onSuccess: async () => {
      await refresh();
      close();
      toast({ title: t`The webhook is deleted`, tone: 'good' });
    },
  });
  const isFull = (query.data?.items.length ?? 0) >= WEBHOOKS_PER_ACCOUNT_MAX;
  const begin = (work: WebhookWork, webhook: Webhook) =>
    work === 'switch' ? change.mutate(webhook) : setDoing({ work, webhook });
  return (
    <AccountSection
      title={t`Webhooks`}
      about={t`Addresses of yours that are called when something happens here, so that nobody has to ask again and again.`}
      aside={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button size="sm" disabled={!query.isSuccess || isFull} onClick={() => setDoing({ work: 'add' })}>
            <Trans>New webhook</Trans>
          </Button>
          <DemoReceiver />
        </div>
      }
    >
      <RowList
        label={t`Webhooks`}
        query={query}
        failure={t`The webhooks could not be read`}
        empty={
          <EmptyState title={t`No webhooks`}>
            <Trans>
              Add an address of your server. It gets a signed call when a job ends, and again until it has taken it.
            </Trans>
          </EmptyState>
        }
      >
        {(webhook) => <WebhookRow webhook={webhook} onWork={(work) => begin(work, webhook)} />}
      </RowList>
      {(doing?.work === 'add' || doing?.work === 'edit') && (
        <WebhookDialog present={target} onSave={save} onClose={close} />
      )}
      <Confirm
        open={doing?.work === 'rotate'}
        title={t`Make a new signing secret?`}
        description={t`For a day each call carries two signatures, so that you can change over in your own time.`}
        keep={t`Not now`}
        go={t`New secret`}
        pending={rotate.isPending}
        error={rotate.error}
        onClose={() => {
          close();
          rotate.reset();
        }}
        onConfirm={() => target && rotate.mutate(target)}
      />
      <Confirm
        open={doing?.work === 'remove'}
        title={t`Delete this webhook?`}
        description={t`It hears of nothing from then on, and what waits for it is dropped. This cannot be taken back.`}
        keep={t`Keep it`}
        go={t`Delete`}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => {
          close();
          remove.reset();
        }}
        onConfirm={() => target && remove.mutate(target)}
      />
      <SecretDialog shown={shown} onClose={() => setShown(undefined)} />
    </AccountSection>
  );
};
