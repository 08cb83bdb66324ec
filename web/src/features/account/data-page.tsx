import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { DeletionSection } from './deletion-section.tsx';
import { ExportSection } from './export-section.tsx';

/** What one has here, to take along, and the end of it. */
export const DataPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Data`);
  const me = useQuery(meQuery);
  return (
    <>
      <ExportSection />
      <DeletionSection me={me.data} />
    </>
  );
};
