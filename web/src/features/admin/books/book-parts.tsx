import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { formatMoment } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { PROCESSOR_NAMES, STATUS_WORDS, toneOf } from './book-words.ts';

const SHOWN_CHARS = 12;

/** How something stands. */
export const Status = ({ status }: { status: string }) => {
  const { t } = useLingui();
  const words = STATUS_WORDS[status];
  return <Badge tone={toneOf(status)}>{words ? t(words) : status}</Badge>;
};

/** An id as far as one tells it apart by eye, the rest of it for the clipboard. */
export const ShortId = ({ id }: { id: string }) => {
  const { t } = useLingui();
  return (
    <span className="-my-1.5 inline-flex max-w-full items-center gap-1">
      <code title={id} className="truncate font-mono text-xs text-ink-3">
        {id.length > SHOWN_CHARS ? `…${id.slice(-SHOWN_CHARS)}` : id}
      </code>
      <CopyButton text={id} label={t`Copy ${id}`} />
    </span>
  );
};

export type Person = { id: string; name: string | null; email: string | null };

/** The way to somebody. */
export const Who = ({ user }: { user: Person }) => (
  <span className="grid min-w-0 max-w-60 justify-items-start">
    <Link
      to="/studio/admin/users/$userId"
      params={{ userId: user.id }}
      dir="auto"
      className="max-w-full rounded-xs underline decoration-line-strong underline-offset-4 wrap-anywhere hover:decoration-ink"
    >
      {user.name ?? user.email ?? user.id}
    </Link>
    {user.name !== null && user.email !== null && (
      <span title={user.email} className="max-w-full truncate text-xs text-ink-3">
        {user.email}
      </span>
    )}
  </span>
);

export const When = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} className="text-ink-2 xl:whitespace-nowrap">
    {formatMoment(at)}
  </time>
);

/** Who takes the money, and that none moved where it was played. */
export const Processor = ({ id, isDemo = false }: { id: string; isDemo?: boolean }) => (
  <span className="inline-flex flex-wrap items-center gap-1.5">
    {PROCESSOR_NAMES[id] ?? id}
    {isDemo && (
      <Badge>
        <Trans>demo</Trans>
      </Badge>
    )}
  </span>
);

type FactsProps = { facts: Readonly<Record<string, string | number | boolean | null>> };

/** What was told, by the names it was told with: they are the program's, and the same in every language. */
export const Facts = ({ facts }: FactsProps) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
    {Object.entries(facts).map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-ink-3">{name}</dt>
        <dd className="font-mono wrap-anywhere">{value === null ? '–' : String(value)}</dd>
      </div>
    ))}
  </dl>
);
