import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';

export const BackToCredits = () => (
  <Link
    to="/studio/credits"
    className="relative inline-flex touch-reach-3 items-center gap-2 justify-self-start rounded-xs text-sm font-medium text-ink-2 hover:text-ink"
  >
    <ArrowLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" /> <Trans>Credits</Trans>
  </Link>
);
