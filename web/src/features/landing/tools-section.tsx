import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { TOOLS } from '../tools.ts';
import { Section } from './section.tsx';

/** The six tools as a programme, not as a wall of cards: one line each, and plainly which of them exist. */
export const ToolsSection = () => {
  const { t } = useLingui();
  return (
    <Section
      id="tools"
      title={t`Six tools, one balance`}
      lead={t`Speech is here today. The other five are being built, and will spend the same credits.`}
    >
      <ul className="border-t border-line">
        {TOOLS.map((tool) => (
          <li
            key={tool.id}
            className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-1 border-b border-line py-4 sm:grid-cols-[1.5rem_8rem_minmax(0,1fr)_auto]"
          >
            <tool.icon
              aria-hidden="true"
              strokeWidth={1.75}
              className={cx('size-5 translate-y-1', tool.live ? 'text-sound-ink' : 'text-ink-3')}
            />
            <h3 className={cx('text-lg font-semibold', !tool.live && 'text-ink-2')}>{t(tool.name)}</h3>
            <p className="col-start-2 row-start-2 text-base text-ink-2 sm:col-start-3 sm:row-start-1">
              {t(tool.about)}
            </p>
            <span className="col-start-3 row-start-1 sm:col-start-4">
              {tool.live ? (
                <Badge tone="sound">
                  <Trans>Live</Trans>
                </Badge>
              ) : (
                <Badge>
                  <Trans>Coming</Trans>
                </Badge>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
