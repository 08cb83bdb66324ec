import { Link, useParams } from '@tanstack/react-router';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { TOOLS } from '../tools.ts';

const PROMISES: Readonly<Record<string, readonly string[]>> = {
  chat: ['Answers that appear while they are written', 'A free quota each day', 'The whole conversation as a DOCX'],
  images: [
    'A quick preview before the full picture',
    'Style, shape and number to choose',
    'A seed, to make the same picture again',
  ],
  motion: [
    'Five or ten seconds from one still',
    'A light preview before the final',
    'A price that is fixed before it starts',
  ],
  portraits: [
    'Your own recording, or a voice made in Speech',
    'Lips that keep time with the words',
    'Five or ten seconds a scene',
  ],
  clips: [
    'Upload a recording, or take one from your history',
    'Templates with a picture of what they do',
    'Paid by each minute begun',
  ],
};

/** A tool that is not there yet, said plainly: what it will do, and that nothing here costs anything. */
export const SoonPage = () => {
  const { toolId } = useParams({ from: '/studio/soon/$toolId' });
  const tool = TOOLS.find((known) => known.id === toolId);
  const name = tool?.name ?? 'This tool';
  usePageTitle(name);
  return (
    <div className="grid grow place-items-center px-5 py-16">
      <div className="grid w-full max-w-3xl items-center gap-10 md:grid-cols-[15rem_minmax(0,1fr)]">
        <EchoRings state="still" className="w-56 justify-self-center">
          {tool && <tool.icon aria-hidden="true" strokeWidth={1.5} className="size-8 text-ink-3" />}
        </EchoRings>
        <div className="grid justify-items-start gap-4">
          <h1 className="text-2xl font-semibold">{name} is not built yet</h1>
          <p className="text-base text-ink-2">{tool?.about ?? 'It may have another name by now.'}</p>
          <ul className="grid gap-2 text-base text-ink-2">
            {(PROMISES[toolId] ?? []).map((promise) => (
              <li key={promise} className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-2">
                <span aria-hidden="true" className="h-px w-3 -translate-y-1 bg-line-strong" />
                {promise}
              </li>
            ))}
          </ul>
          <p className="text-sm text-ink-3">
            When it opens it spends the credits you already have. Until then it costs nothing.
          </p>
          <Link to="/studio/speech" className={buttonClass('solid', 'md', 'mt-1')}>
            Go to Speech
          </Link>
        </div>
      </div>
    </div>
  );
};
