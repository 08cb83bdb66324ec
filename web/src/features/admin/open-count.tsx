import { Plural } from '@lingui/react/macro';
import { formatNumber } from '../../format.ts';

/** How much waits behind a link, in the link; nothing where nothing does. From `most` on there may be more. */
export const OpenCount = ({ count, most }: { count: number; most: number }) =>
  count === 0 ? null : (
    <span className="relative ms-1.5 inline-grid h-5 min-w-5 place-content-center rounded-xs bg-danger-wash px-1.5 text-xs font-medium text-danger">
      <span aria-hidden="true">{count < most ? formatNumber(count) : `${formatNumber(most - 1)}+`}</span>
      <span className="sr-only">
        <Plural value={count} one="# is open" other="# are open" />
      </span>
    </span>
  );
