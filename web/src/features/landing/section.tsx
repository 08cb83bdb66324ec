import { type ReactNode, useId } from 'react';

type SectionProps = { id: string; title: string; lead: ReactNode; children: ReactNode };

/** One part of the page: what it says on the left, what it shows on the right. */
export const Section = ({ id, title, lead, children }: SectionProps) => {
  const titleId = useId();
  return (
    <section id={id} aria-labelledby={titleId} className="scroll-mt-4 border-b border-line">
      <div className="mx-auto grid max-w-[76rem] gap-x-12 gap-y-10 px-5 py-16 sm:px-8 sm:py-24 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="grid content-start gap-3">
          <h2 id={titleId} className="text-2xl font-semibold">
            {title}
          </h2>
          <p className="max-w-[42ch] text-base text-ink-2">{lead}</p>
        </div>
        <div className="min-w-0">{children}</div>
      </div>
    </section>
  );
};
