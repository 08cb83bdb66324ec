import { usePageTitle } from '../../app/page-title.ts';
import { Logo } from '../../ui/logo.tsx';
import { ThemeToggle } from '../../ui/theme-toggle.tsx';
import { ControlSpecimens } from './control-specimens.tsx';
import { FeedbackSpecimens } from './feedback-specimens.tsx';
import { FoundationSpecimens } from './foundation-specimens.tsx';
import { MediaSpecimens } from './media-specimens.tsx';
import { SoundSpecimens } from './sound-specimens.tsx';

/** Every part of the interface in every state, side by side, to be looked at in both themes. */
export const DesignPage = () => {
  usePageTitle('Design system');
  return (
    <div className="overflow-x-clip bg-paper text-ink">
      <header className="sticky top-0 z-20 border-b border-line bg-paper">
        <div className="mx-auto flex h-16 max-w-[76rem] items-center gap-4 px-5 sm:px-8">
          <a href="/" aria-label="Ozvena, home" className="inline-flex rounded-xs">
            <Logo />
          </a>
          <span className="me-auto text-sm text-ink-3">Design system</span>
          <ThemeToggle />
        </div>
      </header>
      <main id="main" className="mx-auto grid max-w-[76rem] gap-16 px-5 py-12 sm:px-8">
        <div className="grid max-w-[60ch] gap-3">
          <h1 className="text-3xl font-semibold">The only colour in the room is sound</h1>
          <p className="text-base text-ink-2">
            Everything at rest is neutral. What makes sound, plays it, or waits for it is amber and round. A return is
            always thinner than what it answers, by the same factor.
          </p>
        </div>
        <FoundationSpecimens />
        <ControlSpecimens />
        <SoundSpecimens />
        <MediaSpecimens />
        <FeedbackSpecimens />
      </main>
    </div>
  );
};
