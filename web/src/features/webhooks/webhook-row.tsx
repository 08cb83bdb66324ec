import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { messageOf } from '../../api/api-error.ts';
import { webhookKeys, webhooksApi } from '../../api/webhooks.ts';
import type { Webhook } from '../../api/wire.ts';
import { formatAgo } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { RowText } from '../account/row-list.tsx';
import { ATTEMPT_WORDS, EVENT_WORDS } from './webhook-words.ts';

const MINUTE_MS = 60_000;

/** What can be done with a webhook besides testing it. */
export type WebhookWork = 'edit' | 'switch' | 'rotate' | 'remove';

const StateBadge = ({ webhook: { isEnabled, disabledReason, failingSince } }: { webhook: Webhook }) => {
  const { t } = useLingui();
  if (disabledReason !== null) return <Badge tone="danger">{t`switched off by us`}</Badge>;
  if (!isEnabled) return <Badge>{t({ message: 'off', context: 'webhook' })}</Badge>;
  if (failingSince !== null) return <Badge tone="danger">{t({ message: 'failing', context: 'webhook' })}</Badge>;
  return <Badge tone="good">{t({ message: 'on', context: 'webhook' })}</Badge>;
};

const StateWords = ({ webhook: { disabledReason, failingSince } }: { webhook: Webhook }) => {
  const now = useNow(MINUTE_MS);
  if (disabledReason === 'gone') {
    return (
      <span className="text-danger">
        <Trans>It answered that it is gone (410).</Trans>
      </span>
    );
  }
  if (disabledReason === 'failing') {
    return (
      <span className="text-danger">
        <Trans>It did nothing but fail for five days.</Trans>
      </span>
    );
  }
  if (failingSince === null) return null;
  const ago = formatAgo(failingSince, now);
  return (
    <span className="text-danger">
      <Trans>first failed {ago}</Trans>
    </span>
  );
};

/** Sends a test, and says in a message what the receiver made of it. */
const useTest = ({ id, url }: Webhook) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => webhooksApi.test(id),
    onSuccess: ({ status, responseStatus: answer, tries }) => {
      const error = tries.at(-1)?.error;
      if (status === 'delivered') {
        toast({ title: t`It took the test`, detail: t`${url} answered with ${answer}.`, tone: 'good' });
      } else {
        const detail = error ? t(ATTEMPT_WORDS[error]) : url;
        toast({ title: t`It did not take the test`, detail, tone: 'danger' });
      }
    },
    onError: (error) => toast({ title: t`No test was sent`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: webhookKeys.all }),
        cache.invalidateQueries({ queryKey: webhookKeys.deliveries }),
      ]),
  });
};

/** One webhook: where it leads, what it hears, how it is, and what can be done with it. */
export const WebhookRow = ({ webhook, onWork }: { webhook: Webhook; onWork: (work: WebhookWork) => void }) => {
  const { t } = useLingui();
  const test = useTest(webhook);
  const { url, description, events, isEnabled } = webhook;
  const name = description || url;
  return (
    <div className="grid min-w-0 grow gap-3 sm:flex sm:items-center sm:justify-between sm:gap-4">
      <RowText title={name} badge={<StateBadge webhook={webhook} />}>
        {description !== '' && (
          <span dir="ltr" className="wrap-anywhere">
            {url}
          </span>
        )}
        <span>{events.map((event) => t(EVENT_WORDS[event])).join(', ')}</span>
        <StateWords webhook={webhook} />
      </RowText>
      <div className="flex shrink-0 items-center gap-2">
        <Button size="sm" loading={test.isPending} aria-label={t`Test: ${name}`} onClick={() => test.mutate()}>
          <Trans>Test</Trans>
        </Button>
        <Button size="sm" aria-label={t`Change: ${name}`} onClick={() => onWork('edit')}>
          <Trans context="webhook">Change</Trans>
        </Button>
        <Menu
          label={t`More about ${name}`}
          className="max-sm:-end-16"
          trigger={(props) => (
            <IconButton
              {...props}
              size="sm"
              label={t`More about ${name}`}
              tooltip={false}
              icon={<Ellipsis aria-hidden="true" className="size-4" />}
            />
          )}
        >
          <MenuItem onSelect={() => onWork('switch')}>
            {isEnabled ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}
          </MenuItem>
          <MenuItem onSelect={() => onWork('rotate')}>
            <Trans>New signing secret</Trans>
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => onWork('remove')}>
            <Trans>Delete</Trans>
          </MenuItem>
        </Menu>
      </div>
    </div>
  );
};
