import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CapFacts } from '../../api/api-error.ts';
import { formatNumber, formatUntil } from '../../format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** The day's own limit is met: says by how much, when a new day begins, and where the limit is changed. */
export const CapDialog = ({ cap, onClose }: { cap: CapFacts; onClose: () => void }) => {
  const { t } = useLingui();
  const [openedAt] = useState(Date.now);
  const spent = formatNumber(cap.spentCredits);
  const most = formatNumber(cap.capCredits);
  const wait = formatUntil(cap.endsAt, openedAt);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`This is above your daily limit`}
      description={plural(cap.costCredits, {
        one: `This costs # credit, and ${spent} of ${most} are spent today. Nothing was charged.`,
        other: `This costs # credits, and ${spent} of ${most} are spent today. Nothing was charged.`,
      })}
      footer={
        <>
          <Link to="/studio/account/tokens" className={buttonClass()}>
            <Trans>Change the limit</Trans>
          </Link>
          <Button variant="solid" data-autofocus onClick={onClose}>
            <Trans>Back to the editor</Trans>
          </Button>
        </>
      }
    >
      <p className="text-sm text-ink-2">
        <Trans>A new day begins in {wait}. You set this limit yourself and can change it at any time.</Trans>
      </p>
    </Dialog>
  );
};
