import { Trans } from '@lingui/react/macro';
import { formatDay } from '../../format.ts';
import { KeepAccountButton } from './keep-account-button.tsx';

/** Over every page while the account's end is planned: when, and the way back. */
export const DeletionBanner = ({ dueAt }: { dueAt: number }) => {
  const day = formatDay(dueAt);
  return (
    <aside className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-danger bg-danger-wash px-4 py-2.5 sm:px-6">
      <p className="text-sm font-medium text-ink">
        <Trans>Your account will be deleted on {day}.</Trans>
      </p>
      <KeepAccountButton variant="line" size="sm" />
    </aside>
  );
};
