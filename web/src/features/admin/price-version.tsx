import { Trans } from '@lingui/react/macro';

/** By which version of the price book everything on a page is sold. */
export const PriceVersion = ({ version }: { version: string }) => (
  <p className="text-xs text-ink-3">
    <Trans>
      Price book <code className="font-mono">{version}</code>
    </Trans>
  </p>
);
