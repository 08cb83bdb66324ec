import { Trans, useLingui } from '@lingui/react/macro';
import { CopyButton } from '../ui/copy-button.tsx';

/** The name under which support finds this very request in the logs. */
export const RequestId = ({ id }: { id: string | undefined }) => {
  const { t } = useLingui();
  return id === undefined ? null : (
    <p className="inline-flex items-center justify-center gap-1 text-xs text-ink-3">
      <Trans>Request</Trans> <code className="font-mono break-all">{id}</code>
      <CopyButton text={id} label={t`Copy request id`} />
    </p>
  );
};
