import { Trans } from '@lingui/react/macro';
import { LanguageSelect } from '../../i18n/language-select.tsx';
import { Mark } from '../../ui/logo.tsx';
import { TryStudioButton } from '../session/try-studio-button.tsx';

const LINK = 'relative touch-reach-3 rounded-xs hover:text-ink hover:underline underline-offset-4';

/** The last word and the small print. */
export const LandingFooter = () => (
  <footer className="mx-auto grid max-w-[76rem] gap-14 px-5 pt-16 pb-10 sm:px-8 sm:pt-24">
    <div className="flex flex-wrap items-center justify-between gap-6">
      <p className="max-w-[22ch] text-3xl font-semibold tracking-[-0.02em] text-balance">
        <Trans>Come in and say something.</Trans>
      </p>
      <TryStudioButton size="lg" />
    </div>
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-line pt-6 text-sm text-ink-3">
      <span className="me-auto inline-flex items-center gap-2">
        <Mark className="size-5" /> Ozvena
      </span>
      <a href="/openapi.json" className={LINK}>
        <Trans>OpenAPI document</Trans>
      </a>
      <a href="/design" className={LINK}>
        <Trans>Design system</Trans>
      </a>
      <LanguageSelect className="w-40" />
    </div>
  </footer>
);
