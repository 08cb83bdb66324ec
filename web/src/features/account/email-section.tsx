import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Me } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AccountSection } from './account-section.tsx';
import { EmailDialog } from './email-dialog.tsx';

/** The address one signs in with, and the way to another. */
export const EmailSection = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  const [changing, setChanging] = useState(false);
  return (
    <AccountSection title={t`E-mail`} about={t`You sign in with it, and get our mails there.`}>
      <Card className="flex min-h-[4.5rem] flex-wrap items-center justify-between gap-4 px-4 py-3 sm:px-5">
        {me ? (
          <p dir="auto" className="min-w-0 text-base font-medium wrap-anywhere">
            {me.email ?? t`None yet`}
          </p>
        ) : (
          <Skeleton className="h-4 w-52" />
        )}
        <Button size="sm" disabled={!me} onClick={() => setChanging(true)}>
          <Trans>Change address</Trans>
        </Button>
      </Card>
      {changing && <EmailDialog onClose={() => setChanging(false)} />}
    </AccountSection>
  );
};
