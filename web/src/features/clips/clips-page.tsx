import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pricesQuery } from '../../api/queries.ts';
import type { Job } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { formatCredits } from '../../format.ts';
import { EditorFrame } from '../editor/editor-frame.tsx';
import { ExampleRow } from '../editor/example-row.tsx';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { useOrdering } from '../editor/use-ordering.ts';
import { usePrice } from '../editor/use-price.ts';
import { useTakenUp } from '../editor/use-taken-up.ts';
import { MediaInput } from '../media-input/media-input.tsx';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { fieldProblemOf, orderProblemOf } from '../tool-parts/quote-problem.ts';
import { ToolHead } from '../tool-parts/tool-head.tsx';
import { useExample } from '../tool-parts/use-example.ts';
import { useSame } from '../tool-parts/use-same.ts';
import { AvatarChooser } from './avatar-chooser.tsx';
import { CLIPS, clipWords } from './clips-tool.ts';
import { type Draft, draftOf, EMPTY, KEPT_DRAFT, orderOf } from './draft.ts';

const EXAMPLE_AVATAR = 'emily_vertical_primary';

/** A recording, and who is to speak it. */
export const ClipsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Clips`);
  useLastModule('audio2vid');
  const { own, change } = useKeptDraft(KEPT_DRAFT);
  const draft = useMemo<Draft>(() => ({ ...EMPTY, ...own }), [own]);
  const order = useSame(orderOf(draft));
  const price = usePrice(CLIPS, order);
  const ordering = useOrdering(CLIPS, { lastJobId: draft.jobId, onPlaced: (_, jobId) => change({ jobId }) });
  const reuse = (job: Job) => job.module === 'audio2vid' && change(draftOf(job));
  const example = useExample();
  useTakenUp({ onJob: reuse });
  return (
    <EditorFrame
      module="audio2vid"
      ordering={ordering}
      order={order}
      words={clipWords}
      price={price}
      problem={orderProblemOf(price.error, ['audio'])}
      note={missingOf(draft, t`Give the recording that is to be spoken.`, t`Choose who speaks it.`)}
      promise={t`First a picture, then the film in full.`}
      settingsLabel={t`What it costs`}
      onReuse={reuse}
      inputs={
        <>
          <ToolHead title={t`Clips`} quote={price.quote} />
          <div className="grid content-start gap-6 px-4 pt-4 pb-6 sm:px-6">
            <div className="grid gap-3">
              <MediaInput
                kind="audio"
                label={t`Recording`}
                value={draft.audio}
                error={fieldProblemOf(price.error, 'audio')}
                onChange={(audio) => change({ audio })}
              />
              <ExampleRow
                disabled={example.isFetching}
                examples={[{ name: t`A greeting` }]}
                onPick={() => example.fetch('greeting.mp3', (audio) => change({ audio, avatarId: EXAMPLE_AVATAR }))}
              />
            </div>
            <AvatarChooser value={draft.avatarId} onValueChange={(avatarId) => change({ avatarId })} />
          </div>
        </>
      }
      settings={<MinutePrice />}
    />
  );
};

const missingOf = ({ audio, avatarId }: Draft, noAudio: string, noAvatar: string): string | undefined => {
  if (audio === undefined) return noAudio;
  return avatarId === undefined ? noAvatar : undefined;
};

/** What a minute costs, before there is a recording to be priced. */
const MinutePrice = () => {
  const { data } = useQuery(pricesQuery);
  const rule = data?.models.find(({ module }) => module === 'audio2vid')?.rule;
  const price = rule?.kind === 'per_started_minute' ? formatCredits(rule.creditsPerMinute) : undefined;
  return (
    <div className="grid gap-2 text-sm text-ink-2">
      <p className="min-h-5 font-medium text-ink">{price && <Trans>{price} for each minute begun</Trans>}</p>
      <p>
        <Trans>A recording of 61 seconds is two minutes. How long it is we measure ourselves.</Trans>
      </p>
    </div>
  );
};
