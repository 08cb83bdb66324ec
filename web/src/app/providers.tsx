import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createQueryClient } from '../api/queries.ts';
import { playOneAtATime } from '../audio/one-at-a-time.ts';
import { ToastProvider } from '../ui/toast.tsx';

/** What both ways in stand on: the language, the cache, the messages, and one voice at a time. */
export const Providers = ({ children }: { children: ReactNode }) => {
  const [cache] = useState(createQueryClient);
  useEffect(() => playOneAtATime(document), []);
  return (
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={cache}>
          <ToastProvider>
            <SkipLink />
            {children}
          </ToastProvider>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>
  );
};

/** Past the navigation, for who walks by keyboard. */
const SkipLink = () => (
  <a
    href="#main"
    className="fixed start-3 top-3 z-50 -translate-y-20 rounded-sm bg-ink px-4 py-2 text-sm font-semibold text-on-ink focus-visible:translate-y-0"
  >
    <Trans>Skip to content</Trans>
  </a>
);
