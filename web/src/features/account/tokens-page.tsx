import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { tokensQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { DailyCapSection } from './daily-cap-section.tsx';
import { TokensSection } from './tokens-section.tsx';

/** What lets programs act for one, and how much may be spent in a day. */
export const TokensPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Tokens`);
  // What stands under a list comes with it, so that it is not pushed down.
  const isListed = !useQuery(tokensQuery).isPending;
  return (
    <>
      <TokensSection />
      {isListed && <DailyCapSection />}
    </>
  );
};
