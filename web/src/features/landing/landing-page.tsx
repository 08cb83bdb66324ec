import { Trans, useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { ApiSection } from './api-section.tsx';
import { GuestDemo } from './guest-demo.tsx';
import { HowItWorks } from './how-it-works.tsx';
import { LandingFooter } from './landing-footer.tsx';
import { LandingHeader } from './landing-header.tsx';
import { PricesSection } from './prices-section.tsx';
import { ToolsSection } from './tools-section.tsx';

/** The front door: what it is, in one sentence, and the thing itself to play with. */
export const LandingPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Write a sentence, hear it come back`);
  return (
    <div className="isolate bg-paper text-ink">
      <LandingHeader />
      <main id="main">
        <section className="relative isolate overflow-clip border-b border-line">
          <div className="mx-auto grid max-w-[76rem] gap-6 px-5 pt-8 pb-10 sm:gap-7 sm:px-8 sm:pt-14 sm:pb-14">
            <h1 className="max-w-[48ch] text-xl font-semibold sm:text-2xl">
              <Trans>
                Ozvena is a studio for speech, chat, images and video. Write a sentence and hear it come back.
              </Trans>
            </h1>
            <GuestDemo />
          </div>
        </section>
        <HowItWorks />
        <ToolsSection />
        <PricesSection />
        <ApiSection />
      </main>
      <LandingFooter />
    </div>
  );
};
