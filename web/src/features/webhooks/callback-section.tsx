import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { webhookKeys, webhooksApi, webhooksQuery } from '../../api/webhooks.ts';
import { formatMoment } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AccountSection } from '../account/account-section.tsx';
import { Row, Rows, RowText } from '../account/row-list.tsx';
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx';

/** What signs the calls to the addresses that jobs carry themselves. */
export const CallbackSection = () => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  const { data, isSuccess } = useQuery(webhooksQuery);
  const [shown, setShown] = useState<ShownSecret>();
  const renew = useMutation({
    mutationFn: webhooksApi.renewCallbackSecret,
    // A secret must not stay in memory longer than it is looked at.
    gcTime: 0,
    onSuccess: (made) => {
      setShown(made);
      return cache.invalidateQueries({ queryKey: webhookKeys.all });
    },
    onError: (error) => toast({ title: t`There is no new secret`, detail: messageOf(error), tone: 'danger' }),
  });
  const secret = data?.callbackSecret ?? null;
  const made = secret && formatMoment(secret.createdAt);
  const until = secret?.previousUntil ? formatMoment(secret.previousUntil) : undefined;
  return (
    <AccountSection
      title={t`Callback URLs`}
      about={
        <Trans>
          A job can name its own address in <code className="font-mono text-xs">callbackUrl</code>. It is called when
          the job ends, three times at most.
        </Trans>
      }
    >
      <Rows label={t`Callback URLs`}>
        <Row>
          <RowText title={t`Signing secret`}>
            <span>{made === null ? t`None yet. The first job that needs one makes it.` : t`made ${made}`}</span>
            {until !== undefined && <span>{t`the one before signs until ${until}`}</span>}
          </RowText>
          <Button size="sm" disabled={!isSuccess} loading={renew.isPending} onClick={() => renew.mutate()}>
            {secret === null ? <Trans>Make a secret</Trans> : <Trans>New secret</Trans>}
          </Button>
        </Row>
      </Rows>
      <SecretDialog shown={shown} onClose={() => setShown(undefined)} />
    </AccountSection>
  );
};
