import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

const PART =
  'grid h-11 shrink-0 content-center border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-ink-3 ' +
  'hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=page]:border-ink aria-[current=page]:text-ink';

/** `aside` stands in the link, after its name. */
type Part = Pick<LinkProps, 'to' | 'params'> & { label: string; aside?: ReactNode };
type PartsNavProps = { label: string; parts: readonly Part[] };

/** For a row of links that may be wider than the screen: the one that leads where one is, is brought into sight. */
export const useCurrentInSight = (): RefObject<HTMLElement | null> => {
  const { pathname } = useLocation();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = row.current?.querySelector(`a[href="${CSS.escape(pathname)}"]`);
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return row;
};

/** The parts of an area, in a row. */
export const PartsNav = ({ label, parts }: PartsNavProps) => {
  const row = useCurrentInSight();
  return (
    <nav
      ref={row}
      aria-label={label}
      className="-mx-4 flex gap-6 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0"
    >
      {parts.map(({ label: name, aside, ...link }) => (
        <Link key={name} {...link} className={PART}>
          <span>
            {name}
            {aside}
          </span>
        </Link>
      ))}
    </nav>
  );
};
