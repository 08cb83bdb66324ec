import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useRef } from 'react';
import { EchoField } from '../../ui/echo-field.tsx';
import { Logo } from '../../ui/logo.tsx';
import { ThemeToggle } from '../../ui/theme-toggle.tsx';

const silence = () => 0;

type DoorFrameProps = {
  /** Names what stands in the card: the rings are drawn anew around another size. */
  step: string;
  size?: 'sm' | 'md';
  children: ReactNode;
};

/** One card on the way in, with rings at rest around it. */
export const DoorFrame = ({ step, size = 'sm', children }: DoorFrameProps) => {
  const { t } = useLingui();
  const source = useRef<HTMLDivElement>(null);
  const levelAgo = useRef(silence);
  return (
    <div className="relative isolate grid min-h-dvh grid-rows-[auto_1fr] overflow-clip bg-paper text-ink">
      <EchoField
        key={step}
        sourceRef={source}
        levelAgo={levelAgo}
        playing={false}
        className="pointer-events-none absolute inset-0 -z-10 size-full"
      />
      <header className="flex h-16 items-center justify-between px-5 sm:px-8">
        <a href="/" aria-label={t`Ozvena, home`} className="inline-flex h-11 items-center rounded-xs">
          <Logo />
        </a>
        <ThemeToggle />
      </header>
      <main id="main" className="grid place-items-center px-4 pt-4 pb-20">
        <div
          ref={source}
          className={`w-full rounded-lg border border-line bg-surface p-6 sm:p-8 ${size === 'sm' ? 'max-w-[25rem]' : 'max-w-[38rem]'}`}
        >
          {children}
        </div>
      </main>
    </div>
  );
};
