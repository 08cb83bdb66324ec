import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { FILM_PROMPT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import type { Job } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Field, Textarea } from '../../ui/field.tsx';
import { EditorFrame } from '../editor/editor-frame.tsx';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { useOrdering } from '../editor/use-ordering.ts';
import { usePrice } from '../editor/use-price.ts';
import { useTakenUp } from '../editor/use-taken-up.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { LengthChoice } from '../tool-parts/length-choice.tsx';
import { fieldProblemOf, orderProblemOf } from '../tool-parts/quote-problem.ts';
import { useSame } from '../tool-parts/use-same.ts';
import { type Draft, draftOf, EMPTY, KEPT_DRAFT, orderOf } from './draft.ts';
import { PortraitInputs } from './portrait-inputs.tsx';
import { PORTRAITS, portraitWords } from './portraits-tool.ts';

/** A picture of somebody, and what is said. */
export const PortraitsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Portraits`);
  useLastModule('img2vid_audio');
  const { own, change } = useKeptDraft(KEPT_DRAFT);
  const draft = useMemo<Draft>(() => ({ ...EMPTY, ...own }), [own]);
  const order = useSame(orderOf(draft));
  const price = usePrice(PORTRAITS, order);
  const ordering = useOrdering(PORTRAITS, { lastJobId: draft.jobId, onPlaced: (_, jobId) => change({ jobId }) });
  const reuse = (job: Job) => job.module === 'img2vid_audio' && change(draftOf(job));
  useTakenUp({ onJob: reuse, onImage: (image) => change({ image }) });
  return (
    <EditorFrame
      module="img2vid_audio"
      ordering={ordering}
      order={order}
      words={portraitWords}
      price={price}
      problem={orderProblemOf(price.error, ['image', 'audio', 'prompt'])}
      note={missingOf(draft, t`Choose a picture of somebody.`, t`Give the sound that is to be spoken.`)}
      promise={t`First its picture, then the film in full.`}
      settingsLabel={t`How it is spoken`}
      onReuse={reuse}
      inputs={<PortraitInputs draft={draft} error={price.error} quote={price.quote} onChange={change} />}
      settings={
        <div className="grid gap-5">
          <LengthChoice value={draft.seconds} onValueChange={(seconds) => change({ seconds })} />
          <Field
            label={t`Manner`}
            hint={t`How the person is, and what is behind. May be left out.`}
            error={fieldProblemOf(price.error, 'prompt')}
          >
            <Textarea
              rows={4}
              value={draft.prompt}
              maxLength={FILM_PROMPT_MAX_CHARS}
              onChange={({ target }) => change({ prompt: target.value })}
            />
          </Field>
        </div>
      }
    />
  );
};

const missingOf = ({ image, audio }: Draft, noImage: string, noAudio: string): string | undefined => {
  if (image === undefined) return noImage;
  return audio === undefined ? noAudio : undefined;
};
