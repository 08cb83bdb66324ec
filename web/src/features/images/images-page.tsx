import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { IMAGE_PROMPT_MAX_CHARS, IMAGES_MAX } from '../../../../worker/contract/limits.ts';
import type { Job } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { formatNumber } from '../../format.ts';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { EditorFrame } from '../editor/editor-frame.tsx';
import { ExampleRow } from '../editor/example-row.tsx';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { useOrdering } from '../editor/use-ordering.ts';
import { usePrice } from '../editor/use-price.ts';
import { useTakenUp } from '../editor/use-taken-up.ts';
import { MediaInput } from '../media-input/media-input.tsx';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { PromptField } from '../tool-parts/prompt-field.tsx';
import { fieldProblemOf, orderProblemOf } from '../tool-parts/quote-problem.ts';
import { SeedField } from '../tool-parts/seed-field.tsx';
import { ToolHead } from '../tool-parts/tool-head.tsx';
import { useSame } from '../tool-parts/use-same.ts';
import { Unfolded } from '../voice-settings/unfolded.tsx';
import { type Draft, draftOf, EMPTY, KEPT_DRAFT, orderOf } from './draft.ts';
import { EXAMPLES } from './examples.ts';
import { IMAGES, imageWords } from './images-tool.ts';
import { RatioChoice } from './ratio-choice.tsx';
import { StyleChoice } from './style-choice.tsx';

const COUNTS = Array.from({ length: IMAGES_MAX }, (_, index) => String(index + 1));

/** The image studio: what is to be seen, how, and the pictures that come of it. */
export const ImagesPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Images`);
  useLastModule('image');
  const { own, change } = useKeptDraft(KEPT_DRAFT);
  const draft = useMemo<Draft>(() => ({ ...EMPTY, ...own }), [own]);
  const order = useSame(orderOf(draft));
  const price = usePrice(IMAGES, order);
  const ordering = useOrdering(IMAGES, { lastJobId: draft.jobId, onPlaced: (_, jobId) => change({ jobId }) });
  const reuse = (job: Job) => job.module === 'image' && change(draftOf(job));
  useTakenUp({ onJob: reuse, onImage: (reference) => change({ reference }) });
  return (
    <EditorFrame
      module="image"
      ordering={ordering}
      order={order}
      words={imageWords}
      price={price}
      problem={orderProblemOf(price.error, ['prompt', 'reference'])}
      note={order === undefined ? t`Write what is to be seen.` : undefined}
      promise={t`First a small preview, then the picture in full.`}
      settingsLabel={t`How it looks`}
      onReuse={reuse}
      inputs={
        <>
          <ToolHead title={t`Images`} quote={price.quote} />
          <PromptField
            label={t`Description`}
            placeholder={t`Say what is to be seen: the thing, the place, the light.`}
            value={draft.prompt}
            maxChars={IMAGE_PROMPT_MAX_CHARS}
            error={fieldProblemOf(price.error, 'prompt')}
            onChange={(prompt) => change({ prompt })}
            className="min-h-56"
          />
          <div className="px-4 pt-1 pb-4 sm:px-6">
            <ExampleRow
              examples={EXAMPLES.map(({ name, draft: filled }) => ({ name: t(name), filled }))}
              onPick={({ filled }) => change(filled)}
            />
          </div>
        </>
      }
      settings={<LookSettings draft={draft} error={price.error} onChange={change} />}
    />
  );
};

type LookSettingsProps = { draft: Draft; error: Error | null; onChange: (change: Partial<Draft>) => void };

const LookSettings = ({ draft, error, onChange }: LookSettingsProps) => {
  const { t } = useLingui();
  return (
    <div className="grid gap-5 sm:max-xl:grid-cols-2">
      <RatioChoice value={draft.aspectRatio} onValueChange={(aspectRatio) => onChange({ aspectRatio })} />
      <div className="grid content-start gap-1.5">
        <span aria-hidden="true" className="text-sm font-medium text-ink-2">{t`Pictures`}</span>
        <ChoiceRow
          label={t`Number of pictures`}
          value={String(draft.count)}
          onValueChange={(count) => onChange({ count: Number(count) })}
          options={COUNTS.map((count) => ({ value: count, label: formatNumber(Number(count)) }))}
        />
      </div>
      <StyleChoice value={draft.style} onValueChange={(style) => onChange({ style })} />
      <div className="col-span-full grid min-w-0 gap-5">
        <Unfolded title={t`Seed and a picture to go by`}>
          <SeedField
            value={draft.seed}
            hint={t`The same seed and description give the same picture.`}
            onChange={(seed) => onChange({ seed })}
          />
          <MediaInput
            kind="image"
            label={t`Picture to go by`}
            value={draft.reference}
            error={fieldProblemOf(error, 'reference')}
            onChange={(reference) => onChange({ reference })}
          />
        </Unfolded>
      </div>
    </div>
  );
};
