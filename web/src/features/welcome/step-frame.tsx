import { Trans } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { messageOf } from '../../api/api-error.ts';
import type { Me, Onboarding, Profile } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';

/** What every step of the first run is given. */
export type StepProps = {
  me: Me;
  busy: boolean;
  error: Error | null;
  onDone: (change: Profile) => void;
  onSkip: () => void;
  onBack: (to: Onboarding) => void;
};

const STEPS = 3;

type StepFrameProps = Pick<StepProps, 'busy' | 'error' | 'onSkip'> & {
  number: 1 | 2 | 3;
  title: string;
  about: string;
  go: string;
  disabled?: boolean;
  onSubmit: () => void;
  /** Undefined at the first step. */
  onBack?: () => void;
  children: ReactNode;
};

/** One question, and the ways on, back and out. A new step says its name to who cannot see it. */
export const StepFrame = ({
  number,
  title,
  about,
  go,
  disabled = false,
  busy,
  error,
  onSubmit,
  onBack,
  onSkip,
  children,
}: StepFrameProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !disabled) onSubmit();
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-6">
      <div className="grid gap-2">
        <p className="text-xs font-medium text-ink-3">
          <Trans>
            Step {number} of {STEPS}
          </Trans>
        </p>
        <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold outline-none">
          {title}
        </h1>
        <p className="text-base text-ink-2">{about}</p>
      </div>
      {children}
      <p role="alert" className="-my-3 min-h-5 text-sm font-medium text-danger wrap-anywhere">
        {error && messageOf(error)}
      </p>
      <div className="grid gap-2">
        <Button type="submit" variant="solid" size="lg" disabled={disabled} loading={busy}>
          {go}
        </Button>
        <div className="-mx-3 flex flex-wrap justify-between gap-2">
          {onBack ? (
            <Button variant="quiet" size="sm" disabled={busy} onClick={onBack}>
              <Trans>Back</Trans>
            </Button>
          ) : (
            <span />
          )}
          <Button variant="quiet" size="sm" disabled={busy} onClick={onSkip}>
            <Trans>Skip to the studio</Trans>
          </Button>
        </div>
      </div>
    </form>
  );
};
