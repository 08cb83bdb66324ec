import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Suspense, useMemo } from 'react';
import { ApiError, fieldMessageOf, messageOf } from '../../api/api-error.ts';
import { textFaultInWords } from '../../api/text-fault-words.ts';
import type { Job, Quote } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EditorFrame } from '../editor/editor-frame.tsx';
import { useOrdering } from '../editor/use-ordering.ts';
import { type OrderPrice, usePrice } from '../editor/use-price.ts';
import { useTakenUp } from '../editor/use-taken-up.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import type { Draft } from './draft.ts';
import { EditorHead } from './editor-head.tsx';
import { textOfExample } from './examples.ts';
import { fitDraft, optionsOf } from './fit-draft.ts';
import { ScenesPane, VoiceSettings } from './lazy-parts.ts';
import { orderOf, scenesPriceOf } from './order.ts';
import { ScriptEditor } from './script-editor.tsx';
import { type ScriptFacts, scenesFacts, scriptFacts } from './script-facts.ts';
import { SettingsWaiting } from './settings-waiting.tsx';
import { SPEECH, speechWords } from './speech-tool.ts';
import { useDraft } from './use-draft.ts';
import { useReuse } from './use-reuse.ts';
import { useSceneMaking } from './use-scene-making.ts';
import { useScriptField } from './use-script-field.ts';
import { useSpeechChoice } from './use-speech-choice.ts';
import { useTextFile } from './use-text-file.ts';

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
  const price = usePrice(SPEECH, isKnown && facts.fault === undefined ? order : undefined);
  return { draft, change, isRestored, choice, field, making, fitted, facts, order, price };
};

/** The speech studio: the script in the middle, how it is spoken beside it, and where it comes back. */
export const SpeechPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Speech`);
  useLastModule('tts');
  const { draft, change, isRestored, choice, field, making, fitted, facts, order, price } = useDesk();
  const openFile = useTextFile(draft.text, (text) => change({ text }));
  const ordering = useOrdering(SPEECH, {
    lastJobId: draft.jobId,
    onPlaced: (placed, made) => {
      change({ jobId: made });
      making.onOrdered(placed, made);
    },
  });
  const reuse = useReuse(change);
  const takeUp = (job: Job) => {
    if (job.module === 'tts') void reuse(job);
  };
  useTakenUp({ onJob: takeUp });
  const { quote } = price;
  // Also what is still being typed will have a price.
  const isPending = facts.fault === undefined && quote === undefined && price.error === null && choice.error === null;
  const isEmpty = draft.mode === 'script' ? draft.text === '' : facts.chars === 0;
  const lastScenes = scenesPriceOf(price.last);
  return (
    <EditorFrame
      module="tts"
      ordering={ordering}
      order={order}
      words={(asked) => speechWords(asked, choice.voice?.name ?? t`the first voice`)}
      price={{ quote, isPending }}
      problem={isEmpty ? undefined : orderProblemOf(price, facts, draft.mode)}
      note={quote && madeInWords(scenesPriceOf(quote))}
      promise={t`First a preview to listen to, then the full quality to keep.`}
      settingsLabel={t`How it is spoken`}
      onReuse={takeUp}
      inputs={
        <>
          <EditorHead mode={draft.mode} facts={facts} onMode={(mode) => change({ mode })} />
          {draft.mode === 'script' ? (
            <ScriptEditor
              field={field}
              isEmpty={isEmpty}
              chars={facts.chars}
              error={isEmpty ? undefined : textProblemOf(price, facts)}
              onFile={openFile}
              onExample={(example) =>
                void textOfExample(example).then((text) => change({ text, language: example.language }))
              }
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
        </>
      }
      settings={
        isRestored ? (
          <Suspense fallback={<SettingsWaiting />}>
            <VoiceSettings of="text" draft={draft} choice={choice} onChange={change} />
          </Suspense>
        ) : (
          <SettingsWaiting />
        )
      }
    />
  );
};

type Price = Pick<OrderPrice<Quote>, 'error'>;

/** What is wrong with the text: what the server says of it, or what can be seen without it. */
const textProblemOf = ({ error }: Price, { fault }: ScriptFacts): string | undefined => {
  const field = error instanceof ApiError && error.errors.find(({ pointer }) => pointer.endsWith('/text'));
  if (field) return fieldMessageOf(field);
  return fault && textFaultInWords(fault);
};

/** Why there is no price. What is wrong with a script is said under it. */
const orderProblemOf = ({ error }: Price, { fault }: ScriptFacts, mode: Draft['mode']): string | undefined => {
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
