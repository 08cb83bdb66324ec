import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { TokensSection } from './tokens-section.tsx';

/** What lets programs act for one. */
export const TokensPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Tokens`);
  return <TokensSection />;
};
