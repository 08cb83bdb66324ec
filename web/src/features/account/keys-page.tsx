import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { KeysSection } from './keys-section.tsx';

/** One's own keys of vendors. */
export const KeysPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Own keys`);
  return <KeysSection />;
};
