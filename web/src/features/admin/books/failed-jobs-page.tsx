import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { FAILED_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { ShortId } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

/** Jobs that did not deliver, why, and what was given back. */
export const FailedJobsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  return (
    <BookPage
      name="failed-jobs"
      title={t`Failed jobs`}
      about={<Trans>Whatever was charged for them is given back whole, in the same commit that closes them.</Trans>}
      statuses={FAILED_STATUSES}
      hasUser
      empty={{ title: t`No job has failed`, children: t`Jobs that could not be delivered stand here.` }}
      columns={[
        columns.when,
        columns.who,
        {
          key: 'model',
          name: t`Model`,
          cell: ({ modelId, provider }) => (
            <span className="grid">
              {modelId}
              {provider !== null && (
                <Link
                  to="/studio/admin/vendors/$vendorId"
                  params={{ vendorId: provider }}
                  className="justify-self-start rounded-xs text-xs text-ink-3 underline decoration-line-strong underline-offset-4 hover:text-ink"
                >
                  {provider}
                </Link>
              )}
            </span>
          ),
        },
        columns.state,
        {
          key: 'error',
          name: t`Error`,
          wide: true,
          cell: ({ errorCode, errorMessage }) => (
            <span className="grid gap-0.5">
              <code className="font-mono text-xs">{errorCode ?? '–'}</code>
              {errorMessage !== null && <span className="text-xs text-ink-3">{errorMessage}</span>}
            </span>
          ),
        },
        { key: 'charged', name: t`Charged`, end: true, cell: ({ costCredits }) => formatNumber(costCredits) },
        { key: 'back', name: t`Given back`, end: true, cell: ({ returnedCredits }) => formatNumber(returnedCredits) },
        { key: 'id', name: t`Job`, cell: ({ id }) => <ShortId id={id} /> },
      ]}
    />
  );
};
