import { type ReactNode, useId } from 'react';

type AccountSectionProps = { title: string; about: ReactNode; aside?: ReactNode; children: ReactNode };

/** A part of the account: what it is on the left, the thing itself on the right. */
export const AccountSection = ({ title, about, aside, children }: AccountSectionProps) => {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-5 border-line not-first:border-t not-first:pt-8 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-12"
    >
      <div className="flex flex-wrap items-start justify-between gap-4 lg:grid lg:content-start">
        <div className="grid gap-1">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          <p className="max-w-[52ch] text-sm text-ink-2">{about}</p>
        </div>
        {aside}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
};
