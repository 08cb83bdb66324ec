import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SIGNUP_GRANT_ACTION } from '../../../../worker/contract/signup-grant.ts';
import { configQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Captcha } from './captcha.tsx';

const NOTE = 'text-sm text-ink-2';

/** The captcha of this server, or why there is none to be seen. */
export const PersonCheck = ({ onToken }: { onToken: (token: string) => void }) => {
  const config = useQuery(configQuery);
  const [isStuck, setStuck] = useState(false);
  if (config.isPending) return <Skeleton className="h-[4.0625rem]" />;
  if (config.isError || isStuck) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="alert" className={NOTE}>
          <Trans>The check could not be loaded.</Trans>
        </p>
        <Button
          size="sm"
          loading={config.isFetching}
          onClick={() => {
            setStuck(false);
            if (config.isError) void config.refetch();
          }}
        >
          <Trans>Try again</Trans>
        </Button>
      </div>
    );
  }
  const { captcha } = config.data;
  if (captcha === null) {
    return (
      <p className={NOTE}>
        <Trans>The check is not set up on this server yet. Your credits stay reserved.</Trans>
      </p>
    );
  }
  return <Captcha captcha={captcha} action={SIGNUP_GRANT_ACTION} onToken={onToken} onTrouble={() => setStuck(true)} />;
};
