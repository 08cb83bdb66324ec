import type { ReactNode } from 'react';

type PageHeadingProps = { title: string; about?: ReactNode; aside?: ReactNode };

/** A page's name, a sentence on it, and what belongs beside. */
export const PageHeading = ({ title, about, aside }: PageHeadingProps) => (
  <div className="flex flex-wrap items-end justify-between gap-4">
    <div className="grid gap-1.5">
      <h1 className="text-2xl font-semibold">{title}</h1>
      {about !== undefined && <p className="max-w-[60ch] text-base text-ink-2">{about}</p>}
    </div>
    {aside}
  </div>
);
