import { Link } from '@tanstack/react-router';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { PageHeading } from '../studio/page-heading.tsx';

const NOTES = [
  {
    title: 'Write for the ear',
    lines: [
      'Short sentences breathe. A full stop is a rest, a comma half of one, an empty line a longer one.',
      'Write numbers the way they should be said: “twenty twenty-six”, “a quarter past nine”.',
      'Spell out what has to be spelled: “A. P. I.” is read letter by letter.',
    ],
  },
  {
    title: 'Choose a voice, then a language',
    lines: [
      'Press the circle beside a name to hear it in the language that is chosen.',
      'Speed moves the pace without the pitch. Pitch moves in semitones; two are already a different mood.',
      'High quality costs twice as much. Try the sentence without it first.',
    ],
  },
  {
    title: 'What is charged, and when',
    lines: [
      'Credits are taken when you press Generate, and the price is on the screen before.',
      'If the work fails, or you stop it in time, all of them come back by themselves.',
      'Every movement is a row in Credits, and no row can be changed afterwards.',
    ],
  },
] as const;

const KEYS = [
  { keys: 'Ctrl Enter', about: 'Generate; ⌘ Enter on a Mac' },
  { keys: 'Esc', about: 'Close what is open, or stop the running job' },
  { keys: '[  ]', about: 'Newer and older result, on a result’s page' },
  { keys: '← →', about: 'Two seconds back and forth, on a waveform' },
  { keys: 'Space', about: 'Play and pause, on a waveform' },
] as const;

/** What helps, in five minutes of reading. */
export const LearnPage = () => {
  usePageTitle('Learn');
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-10 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading title="Learn" about="Five minutes that make everything sound better." />
      {NOTES.map((note) => (
        <section
          key={note.title}
          className="grid gap-x-10 gap-y-3 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,1fr)]"
        >
          <h2 className="text-lg font-semibold">{note.title}</h2>
          <ul className="grid gap-3 text-base text-ink-2">
            {note.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ))}
      <section className="grid gap-x-10 gap-y-3 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,1fr)]">
        <h2 className="text-lg font-semibold">Keys</h2>
        <dl className="grid gap-2.5 text-base">
          {KEYS.map((row) => (
            <div key={row.keys} className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-3">
              <dt>
                <kbd className="rounded-xs border border-line-strong bg-surface px-1.5 py-0.5 font-sans text-xs font-semibold whitespace-pre">
                  {row.keys}
                </kbd>
              </dt>
              <dd className="text-ink-2">{row.about}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Link to="/studio/speech" className={buttonClass('solid', 'md', 'justify-self-start')}>
        Back to Speech
      </Link>
    </div>
  );
};
