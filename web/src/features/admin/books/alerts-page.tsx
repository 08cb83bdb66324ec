import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { ALERT_STATES } from '../../../../../worker/contract/money-states.ts';
import { adminKeys } from '../../../api/admin-queries.ts';
import { messageOf } from '../../../api/api-error.ts';
import { bookApi } from '../../../api/book-client.ts';
import { formatNumber } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { BookPage } from './book-page.tsx';
import { Facts, Status, Who } from './book-parts.tsx';
import { ALERT_WORDS } from './book-words.ts';
import { useColumns } from './use-columns.tsx';

const SeeAll = () => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const see = useMutation({
    mutationFn: () => bookApi.seeAlerts(Date.now()),
    onSuccess: ({ seen }) => toast({ title: t`Ticked off: ${formatNumber(seen)}`, tone: 'good' }),
    onError: (error) => toast({ title: t`They could not be ticked off`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: adminKeys.books }),
  });
  return (
    <Button
      loading={see.isPending}
      icon={<CheckCheck aria-hidden="true" className="size-4" />}
      onClick={() => see.mutate()}
    >
      <Trans>Mark all as seen</Trans>
    </Button>
  );
};

/** What wants an operator's eye, and who has seen it. */
export const AlertsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  const wordsOf = (kind: string) => (ALERT_WORDS[kind] ? t(ALERT_WORDS[kind]) : kind);
  return (
    <BookPage
      name="alerts"
      title={t`Alerts`}
      about={<Trans>What the house could not put right by itself. Nothing here repairs anything.</Trans>}
      aside={<SeeAll />}
      statuses={ALERT_STATES}
      empty={{ title: t`No alerts`, children: t`Whatever wants an operator’s eye stands here.` }}
      columns={[
        columns.when,
        {
          key: 'what',
          name: t`What`,
          wide: true,
          cell: ({ kind }) => <span className="font-medium">{wordsOf(kind)}</span>,
        },
        { key: 'facts', name: t`Facts`, wide: true, cell: ({ facts }) => <Facts facts={facts} /> },
        {
          key: 'seen',
          name: t`State`,
          cell: ({ seenAt, admin }) => (
            <span className="grid justify-items-start gap-1">
              <Status status={seenAt === null ? 'unseen' : 'seen'} />
              {admin !== null && <Who user={admin} />}
            </span>
          ),
        },
      ]}
    />
  );
};
