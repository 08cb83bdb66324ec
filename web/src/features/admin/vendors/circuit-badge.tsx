import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminVendorView } from '../../../api/wire.ts';
import { formatClockTime } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';

type Circuit = AdminVendorView['circuit'];

/** Whether a key is used just now, in a word. */
export const CircuitBadge = ({ circuit }: { circuit: Circuit }) => {
  const { t } = useLingui();
  if (circuit.state === 'whole') return <Badge tone="good">{t`works`}</Badge>;
  return circuit.state === 'waiting' ? <Badge>{t`waits`}</Badge> : <Badge tone="danger">{t`left alone`}</Badge>;
};

/** Why it is not used, and until when. */
export const CircuitNote = ({ circuit }: { circuit: Circuit }) => {
  if (circuit.state === 'whole' || circuit.until === null) return null;
  const until = formatClockTime(circuit.until);
  const code = <code className="font-mono text-xs">{circuit.errorCode}</code>;
  return (
    <span>
      <Trans>
        {code}, tried again at {until}
      </Trans>
    </span>
  );
};
