import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { REQUEST_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { bookApi } from '../../../api/book-client.ts';
import type { BookRow } from '../../../api/wire.ts';
import { formatCredits } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { OrderDialog } from '../order-dialog.tsx';
import { BookPage } from './book-page.tsx';
import { Status, When, Who } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

type Request = BookRow<'enterprise-requests'>;
type Mark = { request: Request; status: Request['status'] };

const Doing = ({ request, onMark }: { request: Request; onMark: (mark: Mark) => void }) => {
  const { t } = useLingui();
  const { company, status } = request;
  const mark = (next: Request['status']) => () => onMark({ request, status: next });
  if (status === 'closed') {
    return (
      <Button size="sm" variant="quiet" aria-label={t`Open again: ${company}`} onClick={mark('open')}>
        <Trans>Open again</Trans>
      </Button>
    );
  }
  return (
    <span className="flex flex-wrap gap-2 xl:justify-end">
      {status === 'open' && (
        <Button size="sm" aria-label={t`Mark as answered: ${company}`} onClick={mark('answered')}>
          <Trans>Mark as answered</Trans>
        </Button>
      )}
      <Button size="sm" variant="quiet" aria-label={t`Close: ${company}`} onClick={mark('closed')}>
        <Trans>Close</Trans>
      </Button>
    </span>
  );
};

const Asked = ({ request: { company, creditsPerMonth, message } }: { request: Request }) => (
  <div className="grid min-w-0 max-w-[56ch] justify-items-start gap-1">
    <span dir="auto" className="font-medium wrap-anywhere">
      {company}
    </span>
    <span className="text-xs text-ink-3">
      <Trans>{formatCredits(creditsPerMonth)} a month</Trans>
    </span>
    <details className="group">
      <summary className="cursor-pointer list-none rounded-xs [&::-webkit-details-marker]:hidden">
        <span
          dir="auto"
          className="line-clamp-3 whitespace-pre-line text-ink-2 wrap-anywhere group-open:line-clamp-none"
        >
          {message}
        </span>
      </summary>
    </details>
  </div>
);

const How = ({ request: { status, note, admin, handledAt } }: { request: Request }) => (
  <span className="grid min-w-0 justify-items-start gap-1">
    <Status status={status} />
    {note !== null && (
      <span dir="auto" className="text-xs whitespace-pre-line text-ink-2 wrap-anywhere">
        {note}
      </span>
    )}
    {admin !== null && <Who user={admin} />}
    {handledAt !== null && <When at={handledAt} />}
  </span>
);

const MarkDialog = ({ mark, onClose }: { mark: Mark; onClose: () => void }) => {
  const { t } = useLingui();
  const { request, status } = mark;
  const words = {
    answered: { title: t`Mark as answered`, done: t`It is marked as answered` },
    closed: { title: t`Close this request`, done: t`It is closed` },
    open: { title: t`Open this request again`, done: t`It is open again` },
  }[status];
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={words.title}
      go={words.title}
      variant="solid"
      done={words.done}
      reasonHint={t`Stands beside the request, and in the audit log. Only operators see it.`}
      order={(note) => bookApi.markRequest(request.id, { status, note })}
    >
      <p dir="auto" className="text-sm font-medium wrap-anywhere">
        {request.company}
      </p>
      <p className="text-sm text-ink-2">
        <Trans>Nothing is sent to them: answer by mail, and note here what was agreed.</Trans>
      </p>
    </OrderDialog>
  );
};

/** What firms have asked for, first of all what nobody has answered. */
export const RequestsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  const [mark, setMark] = useState<Mark>();
  return (
    <BookPage
      name="enterprise-requests"
      title={t`Enterprise requests`}
      about={<Trans>Firms that want a plan of their own. They are answered by mail; here stands how far it is.</Trans>}
      statuses={REQUEST_STATUSES}
      hasUser
      empty={{ title: t`No firm has asked yet`, children: t`What is written from the page of plans stands here.` }}
      columns={[
        columns.when,
        columns.who,
        { key: 'asks', name: t`What they ask for`, cell: (request) => <Asked request={request} /> },
        { key: 'state', name: t`State`, cell: (request) => <How request={request} /> },
        { key: 'do', name: t`To do`, end: true, cell: (request) => <Doing request={request} onMark={setMark} /> },
      ]}
    >
      {mark && <MarkDialog mark={mark} onClose={() => setMark(undefined)} />}
    </BookPage>
  );
};
