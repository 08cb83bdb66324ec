import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { buttonClass } from '../../ui/button.tsx';
import { Logo } from '../../ui/logo.tsx';
import { ThemeToggle } from '../../ui/theme-toggle.tsx';
import { TryStudioButton } from '../session/try-studio-button.tsx';

const LINKS = [
  { href: '#how', label: msg`How it works` },
  { href: '#prices', label: msg`Prices` },
  { href: '#api', label: msg`API` },
] as const;

/** Where one is, and the one way on. */
export const LandingHeader = () => {
  const { t } = useLingui();
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex h-16 max-w-[76rem] items-center gap-0.5 px-5 sm:gap-2 sm:px-8">
        <a href="/" aria-label={t`Ozvena, home`} className="me-auto inline-flex h-11 items-center rounded-xs">
          <Logo className="max-[23.4rem]:[&>span]:hidden" />
        </a>
        <nav aria-label={t`On this page`} className="me-3 hidden gap-1 md:flex">
          {LINKS.map((link) => (
            <a
              key={link.href}
              href={link.href}
              className="rounded-sm px-3 py-2 text-sm font-medium text-ink-2 hover:bg-sunken hover:text-ink"
            >
              {t(link.label)}
            </a>
          ))}
        </nav>
        <ThemeToggle />
        <a href="/sign-in" className={buttonClass('quiet', 'md', 'max-sm:px-1.5')}>
          <Trans>Sign in</Trans>
        </a>
        <TryStudioButton variant="solid" />
      </div>
    </header>
  );
};
