import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useLive } from '../../live/live-provider.tsx';
import { EchoDot } from '../../ui/echo-rings.tsx';

const PATIENCE_MS = 4_000;

/** Says that events do not arrive, but only when that lasts: a reconnect of a second is nobody's business. */
export const ConnectionNote = () => {
  const { connected } = useLive();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (connected) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connected]);
  return (
    <span role="status" className="me-1 text-xs text-ink-3">
      {shown && (
        <span className="inline-flex items-center gap-2">
          <EchoDot />{' '}
          <span className="max-sm:sr-only">
            <Trans>Reconnecting</Trans>
          </span>
        </span>
      )}
    </span>
  );
};
