import { Trans } from '@lingui/react/macro';
import { messageOf } from '../api/api-error.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

type ReadFaultProps = {
  /** What could not be read. */
  title: string;
  query: { error: Error | null; isFetching: boolean; refetch: () => unknown };
};

/** In the place of what could not be read: why, and another try. */
export const ReadFault = ({ title, query }: ReadFaultProps) => (
  <EmptyState
    tone="failed"
    title={title}
    action={
      <Button loading={query.isFetching} onClick={() => void query.refetch()}>
        <Trans>Try again</Trans>
      </Button>
    }
  >
    {messageOf(query.error)}
  </EmptyState>
);
