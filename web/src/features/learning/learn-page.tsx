import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { usePageTitle } from '../../app/page-title.ts';
import { PageHeading } from '../studio/page-heading.tsx';
import { MODULE_PATHS, TOOLS, type Tool } from '../tools.ts';

const NOTES = [
  {
    title: msg`Write for the ear`,
    tool: 'speech',
    lines: [
      msg`Short sentences breathe. A full stop is a rest, a comma half of one, an empty line a longer one.`,
      msg`Write numbers the way they should be said: “twenty twenty-six”, “a quarter past nine”.`,
      msg`Spell out what has to be spelled: “A. P. I.” is read letter by letter.`,
    ],
  },
  {
    title: msg`Choose a voice, then a language`,
    tool: undefined,
    lines: [
      msg`Press the circle beside a name to hear it in the language that is chosen.`,
      msg`Speed moves the pace without the pitch. Pitch moves in semitones; two are already a different mood.`,
      msg`High quality costs twice as much. Try the sentence without it first.`,
    ],
  },
  {
    title: msg`Ask for what you need`,
    tool: 'chat',
    lines: [
      msg`Say for whom it is, how long it may be, and in which tone.`,
      msg`Paste what it should work from: what it does not see, it guesses.`,
      msg`Check its numbers: a mistake can be well written too.`,
    ],
  },
  {
    title: msg`Describe what is seen`,
    tool: 'images',
    lines: [
      msg`First the thing, then the light, then the manner: “a harbour at noon, soft light, watercolour”.`,
      msg`Say what is there, not what is missing: a picture knows no “without”.`,
      msg`Ask for a few at once, and go on from the best.`,
    ],
  },
  {
    title: msg`Let it move`,
    tool: 'motion',
    lines: [
      msg`A film wants a verb: “waves come in slowly and the boats rock”. One movement fills five seconds.`,
      msg`For a portrait, take a face that looks at you in even light, and a recording without noise.`,
      msg`Settle the picture first: it costs far less than a film of it.`,
    ],
  },
  {
    title: msg`What is charged, and when`,
    tool: undefined,
    lines: [
      msg`Credits are taken when you press Generate, and the price is on the screen before.`,
      msg`If the work fails, or you stop it in time, all of them come back by themselves.`,
      msg`Every movement is a row in Credits, and no row can be changed afterwards.`,
    ],
  },
] as const;

const KEYS = [
  { keys: 'Ctrl Enter', about: msg`Generate; ⌘ Enter on a Mac` },
  { keys: 'Esc', about: msg`Close what is open, or stop the running job` },
  { keys: '[  ]', about: msg`Newer and older result, in a tool and on a result’s page` },
  { keys: '← →', about: msg`Two seconds back and forth, on a waveform` },
  { keys: msg`Space`, about: msg`Play and pause, on a waveform` },
] as const;

/** What helps, in five minutes of reading. */
export const LearnPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Learn`);
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-10 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading title={t`Learn`} about={t`Five minutes that make everything sound better.`} />
      {NOTES.map((note) => (
        <section
          key={note.title.id}
          className="grid gap-x-10 gap-y-3 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,1fr)]"
        >
          <h2 className="text-lg font-semibold">{t(note.title)}</h2>
          <div className="grid gap-3 text-base text-ink-2">
            <ul className="grid gap-3">
              {note.lines.map((line) => (
                <li key={line.id}>{t(line)}</li>
              ))}
            </ul>
            <ToolWay id={note.tool} />
          </div>
        </section>
      ))}
      <section className="grid gap-x-10 gap-y-3 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,1fr)]">
        <h2 className="text-lg font-semibold">
          <Trans context="keyboard">Keys</Trans>
        </h2>
        <dl className="grid gap-2.5 text-base">
          {KEYS.map((row) => (
            <div key={row.about.id} className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-3">
              <dt>
                <kbd className="rounded-xs border border-line-strong bg-surface px-1.5 py-0.5 font-sans text-xs font-semibold whitespace-pre">
                  {typeof row.keys === 'string' ? row.keys : t(row.keys)}
                </kbd>
              </dt>
              <dd className="text-ink-2">{t(row.about)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
};

/** From the advice to where it is of use. */
const ToolWay = ({ id }: { id: Tool['id'] | undefined }) => {
  const { t } = useLingui();
  const tool = TOOLS.find((known) => known.id === id);
  if (!tool) return null;
  const name = t(tool.name);
  return (
    <Link
      to={MODULE_PATHS[tool.module]}
      className="relative touch-reach-3 justify-self-start rounded-xs text-sm font-semibold text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      {t`Open ${name}`}
    </Link>
  );
};
