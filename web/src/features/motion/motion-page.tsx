import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { FILM_PROMPT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import type { Job } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { Field, Textarea } from '../../ui/field.tsx';
import { EditorFrame } from '../editor/editor-frame.tsx';
import { ExampleRow } from '../editor/example-row.tsx';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { useOrdering } from '../editor/use-ordering.ts';
import { usePrice } from '../editor/use-price.ts';
import { useTakenUp } from '../editor/use-taken-up.ts';
import { MediaInput } from '../media-input/media-input.tsx';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { LengthChoice } from '../tool-parts/length-choice.tsx';
import { PromptField } from '../tool-parts/prompt-field.tsx';
import { fieldProblemOf, orderProblemOf } from '../tool-parts/quote-problem.ts';
import { ToolHead } from '../tool-parts/tool-head.tsx';
import { useExample } from '../tool-parts/use-example.ts';
import { useSame } from '../tool-parts/use-same.ts';
import { Unfolded } from '../voice-settings/unfolded.tsx';
import { type Draft, draftOf, EMPTY, KEPT_DRAFT, orderOf } from './draft.ts';
import { EXAMPLES } from './examples.ts';
import { MOTION, motionWords } from './motion-tool.ts';

/** A still picture and what is to happen in it. */
export const MotionPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Motion`);
  useLastModule('img2vid_noaudio');
  const { own, change } = useKeptDraft(KEPT_DRAFT);
  const draft = useMemo<Draft>(() => ({ ...EMPTY, ...own }), [own]);
  const order = useSame(orderOf(draft));
  const price = usePrice(MOTION, order);
  const ordering = useOrdering(MOTION, { lastJobId: draft.jobId, onPlaced: (_, jobId) => change({ jobId }) });
  const reuse = (job: Job) => job.module === 'img2vid_noaudio' && change(draftOf(job));
  const example = useExample();
  useTakenUp({ onJob: reuse, onImage: (image) => change({ image }) });
  return (
    <EditorFrame
      module="img2vid_noaudio"
      ordering={ordering}
      order={order}
      words={motionWords}
      price={price}
      problem={orderProblemOf(price.error, ['prompt', 'image', 'negativePrompt'])}
      note={missingOf(draft, t`Choose the picture that is to move.`, t`Say what is to happen in it.`)}
      promise={t`First its picture, then the film in full.`}
      settingsLabel={t`How it moves`}
      onReuse={reuse}
      inputs={
        <>
          <ToolHead title={t`Motion`} quote={price.quote} />
          <div className="px-4 pt-4 sm:px-6">
            <MediaInput
              kind="image"
              label={t`Picture`}
              value={draft.image}
              error={fieldProblemOf(price.error, 'image')}
              onChange={(image) => change({ image })}
            />
          </div>
          <PromptField
            label={t`What happens`}
            placeholder={t`Say what moves, and how: the water, the camera, the light.`}
            value={draft.prompt}
            maxChars={FILM_PROMPT_MAX_CHARS}
            error={fieldProblemOf(price.error, 'prompt')}
            onChange={(prompt) => change({ prompt })}
            className="grow"
          />
          <div className="px-4 pt-1 pb-4 sm:px-6">
            <ExampleRow
              disabled={example.isFetching}
              examples={EXAMPLES.map(({ name, ...about }) => ({ name: t(name), ...about }))}
              onPick={({ file, prompt }) => example.fetch(file, (image) => change({ image, prompt }))}
            />
          </div>
        </>
      }
      settings={<FilmSettings draft={draft} error={price.error} onChange={change} />}
    />
  );
};

const missingOf = ({ image, prompt }: Draft, noImage: string, noPrompt: string): string | undefined => {
  if (image === undefined) return noImage;
  return prompt.trim() === '' ? noPrompt : undefined;
};

type FilmSettingsProps = { draft: Draft; error: Error | null; onChange: (change: Partial<Draft>) => void };

const FilmSettings = ({ draft, error, onChange }: FilmSettingsProps) => {
  const { t } = useLingui();
  return (
    <div className="grid gap-5 sm:max-xl:grid-cols-2">
      <LengthChoice value={draft.seconds} onValueChange={(seconds) => onChange({ seconds })} />
      <div className="grid content-start gap-1.5">
        <span aria-hidden="true" className="text-sm font-medium text-ink-2">{t`Quality`}</span>
        <ChoiceRow
          label={t`Quality`}
          value={draft.quality}
          onValueChange={(quality) => onChange({ quality })}
          options={[
            { value: 'standard', label: t`Plain` },
            { value: 'pro', label: t`High` },
          ]}
        />
      </div>
      <div className="col-span-full grid min-w-0">
        <Unfolded title={t`What to avoid`}>
          <Field
            label={t`What to avoid`}
            hint={t`Nothing of this is to be seen.`}
            error={fieldProblemOf(error, 'negativePrompt')}
          >
            <Textarea
              rows={3}
              value={draft.negativePrompt}
              maxLength={FILM_PROMPT_MAX_CHARS}
              onChange={({ target }) => onChange({ negativePrompt: target.value })}
            />
          </Field>
        </Unfolded>
      </div>
    </div>
  );
};
