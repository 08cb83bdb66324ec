import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { cx } from '../../ui/cx.ts';
import { Section } from './section.tsx';

const STEPS = [
  {
    title: msg`You write`,
    about: msg`Up to 5,000 characters at a time. The price is on the button before you press it.`,
    returns: 0,
  },
  {
    title: msg`A preview comes back`,
    about: msg`The whole text, quickly, at a light quality. Listen to it while the full quality is still being made.`,
    returns: 1,
  },
  {
    title: msg`The final stays`,
    about: msg`Full quality, yours to download. If it fails, every credit returns by itself, and the ledger shows it.`,
    returns: 2,
  },
] as const;

// The same law as the mark: each return is thinner by 0.62.
const RETURNS = [
  { d: 'M61 27a30 30 0 0 1 0 42', width: 3.4 },
  { d: 'M76 15.5a48 48 0 0 1 0 65', width: 2.1 },
] as const;

const StepPicture = ({ returns }: { returns: number }) => (
  <svg viewBox="22 12 70 72" fill="none" aria-hidden="true" className="h-24 w-auto" strokeLinecap="round">
    <circle
      cx="40"
      cy="48"
      r="14"
      strokeWidth="5.5"
      className={cx(returns === 2 ? 'fill-sound' : '', 'stroke-sound')}
    />
    {RETURNS.map(({ d, width }, index) => (
      <path key={d} d={d} strokeWidth={width} className={index < returns ? 'stroke-sound' : 'stroke-line'} />
    ))}
  </svg>
);

/** Three steps, drawn as a source and its returns. */
export const HowItWorks = () => {
  const { t } = useLingui();
  return (
    <Section
      id="how"
      title={t`One sound, two returns`}
      lead={t`Ozvena is Czech for echo. What you send out comes back twice: once fast, once to keep.`}
    >
      <ol className="grid gap-10 sm:grid-cols-3 sm:gap-8">
        {STEPS.map((step) => (
          <li key={step.returns} className="grid content-start gap-3">
            <StepPicture returns={step.returns} />
            <h3 className="text-lg font-semibold">{t(step.title)}</h3>
            <p className="text-base text-ink-2">{t(step.about)}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
};
