/** Who it is, in two letters. A square: circles in this house are for sound. */
export const Initials = ({ name }: { name: string }) => {
  const letters = name
    .split(/\s+/u)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
  // Drawn, not written: whoever reads the page by its words reads the whole name beside it.
  return (
    <span
      aria-hidden="true"
      data-letters={letters}
      className="grid size-8 shrink-0 place-items-center rounded-sm bg-line text-xs font-semibold text-ink select-none before:content-[attr(data-letters)]"
    />
  );
};
