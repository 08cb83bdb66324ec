import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { DailyCapSection } from './daily-cap-section.tsx';
import { TokensSection } from './tokens-section.tsx';

/** What lets programs act for one, and how much may be spent in a day. */
export const TokensPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Tokens`);
  return (
    <>
      <TokensSection />
      <DailyCapSection />
    </>
  );
};
