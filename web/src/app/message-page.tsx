import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { EchoRings } from '../ui/echo-rings.tsx';
import { Logo } from '../ui/logo.tsx';

type MessagePageProps = { title: string; children: ReactNode; action: ReactNode; tone?: 'still' | 'failed' };

/** One thing to say, and a way on. */
export const MessagePage = ({ title, children, action, tone = 'still' }: MessagePageProps) => {
  const { t } = useLingui();
  return (
    <main id="main" className="grid min-h-dvh grid-rows-[auto_1fr] bg-paper text-ink">
      <div className="px-5 py-5 sm:px-8">
        <a href="/" aria-label={t`Ozvena, home`} className="inline-flex rounded-xs">
          <Logo />
        </a>
      </div>
      <div className="grid place-items-center px-5 pb-28">
        <div className="grid max-w-md justify-items-center gap-5 text-center">
          <EchoRings state={tone} progress={tone === 'failed' ? 0.12 : 0} className="w-44" />
          <h1 className="text-2xl font-semibold">{title}</h1>
          <div className="grid gap-2 text-base text-ink-2 wrap-anywhere">{children}</div>
          <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>
        </div>
      </div>
    </main>
  );
};
