import { usePageTitle } from '../../app/page-title.ts';
import { TokensSection } from './tokens-section.tsx';

/** What lets programs act for one. */
export const TokensPage = () => {
  usePageTitle('Tokens');
  return <TokensSection />;
};
