import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { ApiError, fieldMessageOf, messageOf } from '../../api/api-error.ts';
import { isOpen } from '../../api/job-state.ts';
import { jobsQuery, meQuery } from '../../api/queries.ts';
import { textFaultInWords } from '../../api/text-fault-words.ts';
import type { Quote } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { ConfirmDialog, MissingDialog } from './confirm-dialog.tsx';
import type { Draft } from './draft.ts';
import { EditorHead } from './editor-head.tsx';
import { fitDraft, optionsOf } from './fit-draft.ts';
import { GenerateBar } from './generate-bar.tsx';
import { ScenesPane, VoiceSettings } from './lazy-parts.ts';
import { orderOf, scenesPriceOf } from './order.ts';
import { PreviewPane } from './preview-pane.tsx';
import { RecentJobs } from './recent-jobs.tsx';
import { ScriptEditor } from './script-editor.tsx';
import { type ScriptFacts, scenesFacts, scriptFacts } from './script-facts.ts';
import { SettingsWaiting } from './settings-waiting.tsx';
import { useDraft } from './use-draft.ts';
import { useGenerate } from './use-generate.ts';
import { useOrderKey } from './use-order-key.ts';
import { type OrderQuote, useOrderQuote } from './use-order-quote.ts';
import { useReuse } from './use-reuse.ts';
import { useSceneMaking } from './use-scene-making.ts';
import { useScriptField } from './use-script-field.ts';
import { useSpeechChoice } from './use-speech-choice.ts';
import { useTextFile } from './use-text-file.ts';

// One column on a phone; two with the result beside; three when there is room for the settings as well.
const LAYOUT = cx(
  'grid grow md:grid-cols-[minmax(0,1fr)_20rem] md:grid-rows-[auto_auto_1fr]',
  "md:[grid-template-areas:'script_preview'_'settings_preview'_'generate_preview']",
  'xl:grid-cols-[minmax(0,1fr)_17rem_23rem] xl:grid-rows-[1fr_auto] 2xl:grid-cols-[minmax(0,1fr)_18rem_26rem]',
  "xl:[grid-template-areas:'script_settings_preview'_'generate_generate_preview']",
);

/** The draft with all that follows from it: who speaks, what is ordered, and what that costs. */
const useDesk = () => {
  const { draft, change, isRestored } = useDraft();
  const choice = useSpeechChoice(draft);
  const field = useScriptField(draft.text, (text) => change({ text }));
  const making = useSceneMaking(draft, change);
  const { voice, vendor, language } = choice;
  const fitted = useMemo(() => (vendor && voice ? fitDraft(draft, vendor, voice) : draft), [draft, vendor, voice]);
  const { mode, text, scenes, instructions } = fitted;
  const facts = useMemo(
    () => (mode === 'script' ? scriptFacts(text, vendor, instructions !== '') : scenesFacts(scenes)),
    [mode, text, scenes, vendor, instructions],
  );
  const order = useMemo(
    () => orderOf(fitted, optionsOf(fitted, voice, language), making.anew),
    [fitted, voice, language, making.anew],
  );
  const isKnown = isRestored && voice !== undefined && vendor !== undefined && !field.isTyping;
  const price = useOrderQuote(order, isKnown && facts.fault === undefined);
  return { draft, change, isRestored, choice, field, making, fitted, facts, order, price };
};

/** The speech studio: the script in the middle, how it is spoken beside it, and where it comes back. */
export const SpeechPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Speech`);
  useLastModule('tts');
  const { draft, change, isRestored, choice, field, making, fitted, facts, order, price } = useDesk();
  const openFile = useTextFile(draft.text, (text) => change({ text }));
  const [jobId, setJobId] = useState(draft.jobId);
  const [confirming, setConfirming] = useState<Quote>();
  const [missing, setMissing] = useState<{ costCredits: number; balanceCredits: number }>();
  const preview = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const me = useQuery(meQuery);
  const running = useInfiniteQuery(jobsQuery).data?.pages[0]?.items.find((job) => isOpen(job.status))?.jobId;
  // Who left while something was running finds it where it was.
  useEffect(() => {
    if (running !== undefined) setJobId((shown) => shown ?? running);
  }, [running]);

  const orderKey = useOrderKey();
  const generate = useGenerate({
    onJob: setJobId,
    onAnswered: (placed, made) => {
      orderKey.forget();
      change({ jobId: made });
      making.onOrdered(placed, made);
    },
    onRefused: (error, isLost) => {
      if (!isLost) orderKey.forget();
      if (error instanceof ApiError && error.code === 'insufficient_credits') {
        const { costCredits = 0, balanceCredits = me.data?.balanceCredits ?? 0 } = error;
        return setMissing({ costCredits, balanceCredits });
      }
      toast({ title: t`It was not started`, detail: messageOf(error), tone: 'danger' });
    },
  });
  const reuse = useReuse(change);

  const { quote } = price;
  const ask = () => {
    if (quote === undefined || generate.isPending) return;
    const { balanceCredits, costCredits } = quote;
    if (balanceCredits !== null && balanceCredits < costCredits) return setMissing({ costCredits, balanceCredits });
    setConfirming(quote);
  };
  const confirm = () => {
    if (!confirming) return;
    generate.mutate({ clientJobId: orderKey.of(order), order, quote: confirming, chars: facts.chars });
    setConfirming(undefined);
    // On one column the result is further down than the button.
    requestAnimationFrame(() => preview.current?.scrollIntoView({ behavior: 'smooth', block: 'nearest' }));
  };
  useShortcut('Mod+Enter', ask, true);

  const isEmpty = draft.mode === 'script' ? draft.text === '' : facts.chars === 0;
  const lastScenes = scenesPriceOf(price.last);
  return (
    <>
      <div className={LAYOUT}>
        <div className="flex min-w-0 flex-col md:[grid-area:script] xl:min-h-[calc(100dvh-15.5rem)]">
          <EditorHead mode={draft.mode} facts={facts} onMode={(mode) => change({ mode })} />
          {draft.mode === 'script' ? (
            <ScriptEditor
              field={field}
              isEmpty={isEmpty}
              chars={facts.chars}
              error={isEmpty ? undefined : textProblemOf(price, facts)}
              onFile={openFile}
              onExample={({ text, language }) => change({ text, language })}
            />
          ) : (
            <Suspense fallback={<Skeleton className="m-6 h-64" />}>
              <ScenesPane
                scenes={draft.scenes}
                text={draft.text}
                choice={choice}
                hq={fitted.hq}
                price={lastScenes}
                ids={order.kind === 'scenes' ? order.ids : []}
                error={price.error}
                sounds={making.sounds}
                anew={making.anew}
                onScenes={making.putScenes}
                onRemake={making.remake}
              />
            </Suspense>
          )}
        </div>
        <aside
          aria-label={t`How it is spoken`}
          className="border-line px-4 py-5 max-xl:border-t sm:px-6 md:[grid-area:settings] xl:border-s xl:px-5 xl:pt-6"
        >
          {isRestored ? (
            <Suspense fallback={<SettingsWaiting />}>
              <VoiceSettings of="text" draft={draft} choice={choice} onChange={change} />
            </Suspense>
          ) : (
            <SettingsWaiting />
          )}
        </aside>
        <div className="min-w-0 md:[grid-area:generate] lg:sticky lg:bottom-0">
          <GenerateBar
            quote={quote}
            quoting={facts.fault === undefined && quote === undefined && price.error === null && choice.error === null}
            problem={isEmpty ? undefined : orderProblemOf(price, facts, draft.mode)}
            note={quote && madeInWords(scenesPriceOf(quote))}
            disabled={quote === undefined}
            busy={generate.isPending}
            onGenerate={ask}
          />
        </div>
        <div
          ref={preview}
          className="scroll-mt-20 border-line bg-sunken max-md:border-t md:border-s md:[grid-area:preview]"
        >
          <PreviewPane jobId={jobId} onReuse={(job) => void reuse(job)} />
        </div>
      </div>
      <RecentJobs />
      {confirming && (
        <ConfirmDialog
          open
          quote={confirming}
          voiceName={choice.voice?.name ?? t`the first voice`}
          chars={facts.chars}
          scenes={order.kind === 'scenes' ? order.ids.length : undefined}
          onConfirm={confirm}
          onClose={() => setConfirming(undefined)}
        />
      )}
      {missing && <MissingDialog open {...missing} onClose={() => setMissing(undefined)} />}
    </>
  );
};

/** What is wrong with the text: what the server says of it, or what can be seen without it. */
const textProblemOf = ({ error }: OrderQuote, { fault }: ScriptFacts): string | undefined => {
  const field = error instanceof ApiError && error.errors.find(({ pointer }) => pointer.endsWith('/text'));
  if (field) return fieldMessageOf(field);
  return fault && textFaultInWords(fault);
};

/** Why there is no price. What is wrong with a script is said under it. */
const orderProblemOf = ({ error }: OrderQuote, { fault }: ScriptFacts, mode: Draft['mode']): string | undefined => {
  if (fault) return mode === 'scenes' ? textFaultInWords(fault) : undefined;
  return error ? messageOf(error) : undefined;
};

/** How much of it costs nothing, because it has been made before. */
const madeInWords = (quote: ReturnType<typeof scenesPriceOf>): string | undefined => {
  const made = quote?.scenes.filter(({ cached }) => cached).length ?? 0;
  if (made === 0) return undefined;
  return plural(made, {
    one: '# scene is made already and costs nothing.',
    other: '# scenes are made already and cost nothing.',
  });
};
