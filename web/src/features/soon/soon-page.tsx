import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { TOOLS } from '../tools.ts';

const PROMISES: Readonly<Record<string, readonly MessageDescriptor[]>> = {
  images: [
    msg`A quick preview before the full picture`,
    msg`Style, shape and number to choose`,
    msg`A seed, to make the same picture again`,
  ],
  motion: [
    msg`Five or ten seconds from one still`,
    msg`A light preview before the final`,
    msg`A price that is fixed before it starts`,
  ],
  portraits: [
    msg`Your own recording, or a voice made in Speech`,
    msg`Lips that keep time with the words`,
    msg`Five or ten seconds a scene`,
  ],
  clips: [
    msg`Upload a recording, or take one from your history`,
    msg`Templates with a picture of what they do`,
    msg`Paid by each minute begun`,
  ],
};

/** A tool that is not there yet, said plainly: what it will do, and that nothing here costs anything. */
export const SoonPage = () => {
  const { t } = useLingui();
  const { toolId } = useParams({ from: '/studio/soon/$toolId' });
  const tool = TOOLS.find((known) => known.id === toolId);
  const name = tool ? t(tool.name) : t`This tool`;
  usePageTitle(name);
  return (
    <div className="grid grow place-items-center px-5 py-16">
      <div className="grid w-full max-w-3xl items-center gap-10 md:grid-cols-[15rem_minmax(0,1fr)]">
        <EchoRings state="still" className="w-56 justify-self-center">
          {tool && <tool.icon aria-hidden="true" strokeWidth={1.5} className="size-8 text-ink-3" />}
        </EchoRings>
        <div className="grid justify-items-start gap-4">
          <h1 className="text-2xl font-semibold">
            <Trans>{name} is not built yet</Trans>
          </h1>
          <p className="text-base text-ink-2">{tool ? t(tool.about) : t`It may have another name by now.`}</p>
          <ul className="grid gap-2 text-base text-ink-2">
            {(PROMISES[toolId] ?? []).map((promise) => (
              <li key={promise.id} className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-2">
                <span aria-hidden="true" className="h-px w-3 -translate-y-1 bg-line-strong" />
                {t(promise)}
              </li>
            ))}
          </ul>
          <p className="text-sm text-ink-3">
            <Trans>When it opens it spends the credits you already have. Until then it costs nothing.</Trans>
          </p>
          <Link to="/studio/speech" className={buttonClass('solid', 'md', 'mt-1')}>
            <Trans>Go to Speech</Trans>
          </Link>
        </div>
      </div>
    </div>
  );
};
