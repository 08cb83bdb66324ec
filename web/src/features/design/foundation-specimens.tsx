import { Logo, Mark } from '../../ui/logo.tsx';
import { Group, Specimen } from './specimen.tsx';

const COLOURS = [
  ['paper', 'bg-paper'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['sunken', 'bg-sunken'],
  ['line', 'bg-line'],
  ['line-strong', 'bg-line-strong'],
  ['ink-3', 'bg-ink-3'],
  ['ink-2', 'bg-ink-2'],
  ['ink', 'bg-ink'],
  ['sound', 'bg-sound'],
  ['sound-ink', 'bg-sound-ink'],
  ['sound-wash', 'bg-sound-wash'],
  ['good', 'bg-good'],
  ['good-wash', 'bg-good-wash'],
  ['danger', 'bg-danger'],
  ['danger-wash', 'bg-danger-wash'],
] as const;

const SIZES = ['text-4xl', 'text-3xl', 'text-2xl', 'text-xl', 'text-lg', 'text-base', 'text-sm', 'text-xs'] as const;

/** Colour, type, mark. */
export const FoundationSpecimens = () => (
  <Group title="Foundations">
    <Specimen name="Colour" wide>
      <ul className="grid grid-cols-4 gap-3 sm:grid-cols-8">
        {COLOURS.map(([name, look]) => (
          <li key={name} className="grid min-w-0 gap-1.5">
            <span className={`${look} h-14 rounded-sm border border-line`} />
            <span className="truncate text-xs text-ink-2">{name}</span>
          </li>
        ))}
      </ul>
    </Specimen>
    <Specimen name="Type: Mona Sans; Spline Sans Mono for code and fingerprints">
      <ul className="grid gap-2">
        {SIZES.map((size) => (
          <li key={size} className={`${size} truncate font-semibold tracking-[-0.012em]`}>
            What you write, said back
          </li>
        ))}
        <li className="font-mono text-sm text-ink-2">sha256 837cd29a 0123456789</li>
      </ul>
    </Specimen>
    <Specimen name="Mark: a source and two returns, 1 : 0.62 : 0.38">
      <div className="grid justify-items-start gap-8">
        <Mark className="size-32" />
        <Logo />
        <div className="flex items-end gap-6">
          <Mark className="size-10" />
          <Mark className="size-7" />
          <Mark className="size-5" />
          <Mark className="size-4" />
        </div>
      </div>
    </Specimen>
  </Group>
);
