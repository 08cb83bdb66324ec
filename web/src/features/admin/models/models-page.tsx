import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { adminModelsQuery } from '../../../api/admin-queries.ts';
import { meQuery } from '../../../api/queries.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TOOLS } from '../../tools.ts';
import { PriceVersion } from '../price-version.tsx';
import { ModelCard } from './model-card.tsx';
import { ModelDialog } from './model-dialog.tsx';
import { WorkerDialog } from './worker-dialog.tsx';

const GRID = 'grid gap-4 sm:grid-cols-2 xl:grid-cols-3';
const SKELETON_CARDS = [0, 1, 2, 3, 4, 5];

/** Every model, tool by tool: what it costs, how long it takes, how often it fails, and who stands in for it. */
export const ModelsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Models`);
  const query = useQuery(adminModelsQuery);
  const [chosenId, setChosenId] = useState<string>();
  const [workedId, setWorkedId] = useState<string>();
  const maySetWorkers = useQuery(meQuery).data?.role === 'superadmin';
  if (query.data === undefined && query.error) {
    return <ReadFault title={t`The models could not be read`} query={query} />;
  }
  const models = query.data?.items ?? [];
  const chosen = models.find(({ id }) => id === chosenId);
  const worked = models.find(({ id }) => id === workedId);
  return (
    <div className="grid gap-8">
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          What is offered in each tool, what it costs and how it has done of late. A change is felt everywhere within a
          minute; what has been sold keeps its price.
        </Trans>
      </p>
      {query.data ? (
        <>
          {TOOLS.map(({ id, module, name }) => (
            <section key={id} aria-labelledby={`models-of-${id}`} className="grid min-w-0 gap-4">
              <h2 id={`models-of-${id}`} className="text-lg font-semibold">
                {t(name)}
              </h2>
              <ul className={GRID}>
                {models
                  .filter((model) => model.module === module)
                  .map((model) => (
                    <ModelCard
                      key={model.id}
                      model={model}
                      standIn={models.find((other) => other.id === model.standInId)?.name}
                      onChange={() => setChosenId(model.id)}
                      // An answer is written while it is read: no worker makes it.
                      onWorker={maySetWorkers && module !== 'text' ? () => setWorkedId(model.id) : undefined}
                    />
                  ))}
              </ul>
            </section>
          ))}
          <PriceVersion version={query.data.priceVersion} />
        </>
      ) : (
        <div aria-busy="true" className="grid gap-4">
          <Skeleton className="h-6 w-28" />
          <div className={GRID}>
            {SKELETON_CARDS.map((card) => (
              <Skeleton key={card} className="h-[15.5rem] rounded-md" />
            ))}
          </div>
        </div>
      )}
      {worked && <WorkerDialog model={worked} onClose={() => setWorkedId(undefined)} />}
      {chosen && (
        <ModelDialog
          model={chosen}
          others={models.filter(({ id, module }) => module === chosen.module && id !== chosen.id)}
          onClose={() => setChosenId(undefined)}
        />
      )}
    </div>
  );
};
