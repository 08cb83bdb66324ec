import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminVendorView } from '../../../api/wire.ts';
import { formatMoment } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LatestRows } from '../latest-rows.tsx';
import { secondsInWords } from './vendor-words.ts';

type Call = AdminVendorView['calls'][number];

const START = 'text-start';
const END = 'text-end whitespace-nowrap';
const SMALL_CODE = 'font-mono text-xs text-ink-3 wrap-anywhere';

const Outcome = ({ call }: { call: Call }) => {
  const { t } = useLingui();
  if (call.outcome === 'ok') return <Badge tone="good">{t`done`}</Badge>;
  if (call.outcome === 'started') return <Badge>{t`under way`}</Badge>;
  return (
    <span className="grid justify-items-start gap-0.5">
      <Badge tone="danger">{t`failed`}</Badge>
      {call.errorCode !== null && <code className={SMALL_CODE}>{call.errorCode}</code>}
    </span>
  );
};

/** The latest calls to a vendor, without what was spoken. */
export const CallsPart = ({ view: { vendor, calls, keys } }: { view: AdminVendorView }) => {
  const { t } = useLingui();
  if (calls.length === 0) {
    return (
      <EmptyState title={t`Nobody has called yet`}>
        <Trans>The latest calls stand here, without their texts.</Trans>
      </EmptyState>
    );
  }
  const labelOf = ({ keyId }: Call) => keys.find(({ id }) => id === keyId)?.label ?? '–';
  return (
    <LatestRows
      label={t`Latest calls`}
      rows={calls}
      columns={[
        {
          key: 'when',
          name: t`When`,
          className: START,
          cell: ({ startedAt }) => (
            <time dateTime={new Date(startedAt).toISOString()} className="text-ink-2">
              {formatMoment(startedAt)}
            </time>
          ),
        },
        { key: 'outcome', name: t`State`, className: START, cell: (call) => <Outcome call={call} /> },
        { key: 'key', name: t`Key`, className: 'text-start max-md:hidden', cell: labelOf },
        ...(vendor.voices
          ? [
              {
                key: 'first',
                name: t`First sound`,
                className: END,
                cell: ({ firstByteMs }: Call) => secondsInWords(firstByteMs),
              },
            ]
          : []),
        { key: 'took', name: t`Whole`, className: END, cell: ({ tookMs }) => secondsInWords(tookMs) },
      ]}
    />
  );
};
