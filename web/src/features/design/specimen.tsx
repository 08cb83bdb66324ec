import { type ReactNode, useId } from 'react';

/** A group of specimens under one name. */
export const Group = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-6 border-t border-line pt-8">
      <h2 id={id} className="text-xl font-semibold">
        {title}
      </h2>
      <div className="grid items-start gap-x-10 gap-y-10 md:grid-cols-2">{children}</div>
    </section>
  );
};

type SpecimenProps = { name: string; wide?: boolean; children: ReactNode };

/** One thing and what it is called. */
export const Specimen = ({ name, wide = false, children }: SpecimenProps) => (
  <div className={wide ? 'grid min-w-0 gap-3 md:col-span-2' : 'grid min-w-0 gap-3'}>
    <h3 className="text-xs font-medium text-ink-3">{name}</h3>
    <div className="min-w-0 [&_.grid>*]:min-w-0">{children}</div>
  </div>
);

export const LONG_TEXT =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_without_a_single_place_to_break';
