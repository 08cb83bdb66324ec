import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { TEXT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { isOpen } from '../../api/job-state.ts';
import { pricesQuery } from '../../api/queries.ts';
import type { PriceBook } from '../../api/wire.ts';
import { formatCredits } from '../../format.ts';
import { useJob } from '../../live/use-job.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Textarea } from '../../ui/field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { QuickBuyDialog } from '../checkout/lazy-quick-buy.ts';
import { CapDialog } from '../editor/cap-dialog.tsx';
import { ConfirmDialog } from '../editor/order-dialogs.tsx';
import { priceInWords } from '../editor/price-in-words.ts';
import { useOrdering } from '../editor/use-ordering.ts';
import { usePrice } from '../editor/use-price.ts';
import { jobFaultInWords } from '../jobs/job-words.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import type { Order } from '../speech/order.ts';
import { SPEECH, speechWords } from '../speech/speech-tool.ts';
import { type SpeechChoice, useSpeechChoice } from '../speech/use-speech-choice.ts';
import { fieldProblemOf } from '../tool-parts/quote-problem.ts';
import { useSame } from '../tool-parts/use-same.ts';
import { VoiceButton } from '../voice-settings/voice-button.tsx';
import type { Draft } from './draft.ts';

const FIRST_LANGUAGE = 'en';

type SpokenSoundProps = { draft: Draft; onChange: (change: Partial<Draft>) => void };

/** The words, the voice, and a speech of their own, whose sound the film then uses. */
export const SpokenSound = ({ draft, onChange }: SpokenSoundProps) => {
  const { t } = useLingui();
  const { preferences } = usePreferences();
  const choice = useSpeechChoice({
    voiceId: draft.voiceId ?? preferences?.voiceId,
    provider: draft.provider ?? preferences?.provider,
    language: preferences?.language ?? FIRST_LANGUAGE,
  });
  const order = useSame(speechOf(draft.words, choice));
  const price = usePrice(SPEECH, order);
  const ordering = useOrdering(SPEECH, {
    lastJobId: undefined,
    onPlaced: (_, speechJobId) => onChange({ speechJobId, audio: undefined, startMs: 0 }),
  });
  const voiceName = choice.voice?.name ?? t`the first voice`;
  const { quote, error } = price;
  return (
    <div className="grid gap-3">
      <Field label={t`What is said`} error={fieldProblemOf(error, 'text') ?? (error ? messageOf(error) : undefined)}>
        <Textarea
          rows={3}
          value={draft.words}
          maxLength={TEXT_MAX_CHARS}
          onChange={({ target }) => onChange({ words: target.value })}
        />
      </Field>
      <div className="grid items-center gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <VoiceButton
          label={t`Voice:`}
          choice={choice}
          onPick={(picked) => onChange({ voiceId: picked.id, provider: picked.provider })}
        />
        <Button
          disabled={order === undefined || quote === undefined}
          loading={ordering.isPlacing}
          onClick={() => order && quote && ordering.ask({ order, quote })}
        >
          <Trans>Speak it</Trans>
        </Button>
      </div>
      <Costs speech={quote && priceInWords(quote)} seconds={draft.seconds} />
      {draft.speechJobId !== undefined && <Speaking key={draft.speechJobId} draft={draft} onChange={onChange} />}
      {ordering.wish && (
        <ConfirmDialog
          {...speechWords(ordering.wish.order, voiceName)}
          quote={ordering.wish.quote}
          onConfirm={ordering.agree}
          onClose={ordering.dismiss}
        />
      )}
      {ordering.capped && <CapDialog cap={ordering.capped} onClose={ordering.dismiss} />}
      <Suspense>
        {ordering.shortage && (
          <QuickBuyDialog shortage={ordering.shortage} onBought={ordering.resume} onClose={ordering.dismiss} />
        )}
      </Suspense>
    </div>
  );
};

const speechOf = (words: string, { voice, language }: SpeechChoice): Order | undefined => {
  if (words.trim() === '' || voice === undefined) return undefined;
  return { kind: 'script', params: { text: words, voiceId: voice.id, language } };
};

/** The voice and the film are two orders: what each costs is said before the first. */
const Costs = ({ speech, seconds }: { speech: string | undefined; seconds: number }) => {
  const { data } = useQuery(pricesQuery);
  const credits = data && filmCredits(data, seconds);
  if (speech === undefined || credits === undefined) return null;
  const film = formatCredits(credits);
  return (
    <p className="text-xs text-ink-3">
      <Trans>
        The voice: {speech}. Then the film: {film}.
      </Trans>
    </p>
  );
};

/** What a film of so many seconds costs by the price book; undefined where it does not tell. */
const filmCredits = ({ models }: PriceBook, seconds: number): number | undefined => {
  const rule = models.find(({ module }) => module === 'img2vid_audio')?.rule;
  return rule?.kind === 'per_unit_duration' ? Math.ceil(seconds / rule.unitSeconds) * rule.creditsPerUnit : undefined;
};

/** The speech on its way. Its sound is taken for the film as soon as it is there. */
const Speaking = ({ draft, onChange }: SpokenSoundProps) => {
  const { t } = useLingui();
  const { data: job, error } = useJob(draft.speechJobId ?? '');
  const made = job?.status === 'completed' ? job.finals[0]?.assetId : undefined;
  const isTaken = draft.audio !== undefined;
  useEffect(() => {
    if (made !== undefined && !isTaken) onChange({ audio: { assetId: made }, startMs: 0 });
  }, [made, isTaken, onChange]);
  if (job && isOpen(job.status)) return <Progress label={t`Speaking`} value={job.progress} />;
  const fault = job?.error ? jobFaultInWords(job.error) : error ? messageOf(error) : undefined;
  return fault === undefined ? null : <p className="text-sm text-danger">{fault}</p>;
};
