import { useLingui } from '@lingui/react/macro';
import { TOOLS } from '../tools.ts';
import { Section } from './section.tsx';

/** The six tools as a programme, not as a wall of cards: one line each. */
export const ToolsSection = () => {
  const { t } = useLingui();
  return (
    <Section id="tools" title={t`Six tools, one balance`} lead={t`Whichever you use, it spends the same credits.`}>
      <ul className="border-t border-line">
        {TOOLS.map((tool) => (
          <li
            key={tool.id}
            className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 border-b border-line py-4 sm:grid-cols-[1.5rem_8rem_minmax(0,1fr)]"
          >
            <tool.icon aria-hidden="true" strokeWidth={1.75} className="size-5 translate-y-1 text-ink-2" />
            <h3 className="text-lg font-semibold">{t(tool.name)}</h3>
            <p className="col-start-2 text-base text-ink-2 sm:col-start-3">{t(tool.about)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
};
