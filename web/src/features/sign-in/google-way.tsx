import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type MouseEvent, useEffect, useState } from 'react';
import { configQuery } from '../../api/queries.ts';
import { cx } from '../../ui/cx.ts';
import { EchoDot } from '../../ui/echo-rings.tsx';

/** The mark as Google draws it; its four colours are not ours to change. */
const GoogleMark = () => (
  <svg viewBox="0 0 48 48" aria-hidden="true" className="size-5 shrink-0">
    <path
      fill="#ea4335"
      d="M24 9.5c3.54 0 6.71 1.22 9.21 3.6l6.85-6.85C35.9 2.38 30.47 0 24 0 14.62 0 6.51 5.38 2.56 13.22l7.98 6.19C12.43 13.72 17.74 9.5 24 9.5z"
    />
    <path
      fill="#4285f4"
      d="M46.98 24.55c0-1.57-.15-3.09-.38-4.55H24v9.02h12.94c-.58 2.96-2.26 5.48-4.78 7.18l7.73 6c4.51-4.18 7.09-10.36 7.09-17.65z"
    />
    <path
      fill="#fbbc05"
      d="M10.53 28.59c-.48-1.45-.76-2.99-.76-4.59s.27-3.14.76-4.59l-7.98-6.19C.92 16.46 0 20.12 0 24c0 3.88.92 7.54 2.56 10.78l7.97-6.19z"
    />
    <path
      fill="#34a853"
      d="M24 48c6.48 0 11.93-2.13 15.89-5.81l-7.73-6c-2.15 1.45-4.92 2.3-8.16 2.3-6.26 0-11.57-4.22-13.47-9.91l-7.98 6.19C6.51 42.62 14.62 48 24 48z"
    />
  </svg>
);

const opensElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;

/**
 * The other way in. A link, since it leads away; what it leads through is a matter of the server.
 * It stands from the start, so that nothing moves on the servers that have it.
 */
export const GoogleWay = ({ next }: { next: string }) => {
  const config = useQuery(configQuery);
  const [isLeaving, setLeaving] = useState(false);

  // Who comes back by the browser's own button finds the page as he left it.
  useEffect(() => {
    const arrive = () => setLeaving(false);
    window.addEventListener('pageshow', arrive);
    return () => window.removeEventListener('pageshow', arrive);
  }, []);

  if (config.data?.hasGoogle === false) return null;
  return (
    <div className="grid gap-6">
      <div className="flex items-center gap-3 text-sm text-ink-3">
        <span className="h-px flex-1 bg-line" />
        <Trans>or</Trans>
        <span className="h-px flex-1 bg-line" />
      </div>
      <a
        href={`/api/auth/google?${new URLSearchParams({ next })}`}
        aria-busy={isLeaving || undefined}
        onClick={(event) => {
          if (isLeaving) event.preventDefault();
          else if (!opensElsewhere(event)) setLeaving(true);
        }}
        className={cx(
          'inline-flex h-12 items-center justify-center gap-3 rounded-sm border border-google-line bg-google px-6 text-base',
          'font-medium text-on-google select-none transition-transform duration-150 active:translate-y-px',
          isLeaving && 'opacity-70',
        )}
      >
        {isLeaving ? <EchoDot className="size-5" /> : <GoogleMark />}
        <span className="truncate">
          <Trans>Continue with Google</Trans>
        </span>
      </a>
    </div>
  );
};
