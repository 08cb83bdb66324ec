import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { TEXT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { countChars, findTextFault } from '../../../../worker/contract/text.ts';
import { ApiError, fieldMessageOf, messageOf } from '../../api/api-error.ts';
import { isOpen } from '../../api/job-state.ts';
import { jobsQuery, meQuery, quoteQuery, voicesQuery } from '../../api/queries.ts';
import { textFaultInWords } from '../../api/text-fault-words.ts';
import type { Job, Quote } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { cx } from '../../ui/cx.ts';
import { useToast } from '../../ui/toast.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { voiceOrFirst } from '../voices/voice-names.ts';
import { ConfirmDialog, MissingDialog } from './confirm-dialog.tsx';
import { draftOf, paramsOf } from './draft.ts';
import { GenerateBar } from './generate-bar.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { RecentJobs } from './recent-jobs.tsx';
import { ScriptEditor } from './script-editor.tsx';
import { SettingsWaiting } from './settings-waiting.tsx';
import { SpeechSettings } from './speech-settings.tsx';
import { useDraft } from './use-draft.ts';
import { useGenerate } from './use-generate.ts';
import { useOrderKey } from './use-order-key.ts';

const QUOTE_REST_MS = 300;

// One column on a phone; two with the result beside; three when there is room for the settings as well.
const LAYOUT = cx(
  'grid grow md:grid-cols-[minmax(0,1fr)_20rem] md:grid-rows-[auto_auto_1fr]',
  "md:[grid-template-areas:'script_preview'_'settings_preview'_'generate_preview']",
  'xl:grid-cols-[minmax(0,1fr)_17rem_23rem] xl:grid-rows-[1fr_auto] 2xl:grid-cols-[minmax(0,1fr)_18rem_26rem]',
  "xl:[grid-template-areas:'script_settings_preview'_'generate_generate_preview']",
);

/** The speech studio: the script in the middle, how it is spoken beside it, and where it comes back. */
export const SpeechPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Speech`);
  useLastModule('tts');
  const { draft, change, isRestored } = useDraft();
  const [jobId, setJobId] = useState<string>();
  const [confirming, setConfirming] = useState<Quote>();
  const [missing, setMissing] = useState<{ costCredits: number; balanceCredits: number }>();
  const preview = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const voices = useQuery(voicesQuery);
  const me = useQuery(meQuery);
  const running = useInfiniteQuery(jobsQuery).data?.pages[0]?.items.find((job) => isOpen(job.status))?.jobId;
  // Who left while something was running finds it where it was.
  useEffect(() => {
    if (running !== undefined) setJobId((shown) => shown ?? running);
  }, [running]);

  const voice = voices.data && voiceOrFirst(voices.data, draft);
  const chars = countChars(draft.text);
  const fault = findTextFault(draft.text, TEXT_MAX_CHARS);
  const params = paramsOf(draft, voice?.id);
  const rested = useDebounced(params, QUOTE_REST_MS);
  const settled = JSON.stringify(rested) === JSON.stringify(params);
  const quote = useQuery({
    ...quoteQuery(rested),
    enabled: settled && fault === undefined && voices.data !== undefined && isRestored,
  });
  const price = settled && fault === undefined ? quote.data : undefined;

  const orderKey = useOrderKey();
  const generate = useGenerate({
    onJob: setJobId,
    onAnswered: orderKey.forget,
    onRefused: (error) => {
      if (error instanceof ApiError && error.code === 'insufficient_credits') {
        const { costCredits = 0, balanceCredits = me.data?.balanceCredits ?? 0 } = error;
        return setMissing({ costCredits, balanceCredits });
      }
      toast({ title: t`It was not started`, detail: messageOf(error), tone: 'danger' });
    },
  });

  const ready = price !== undefined && !generate.isPending;
  const ask = () => {
    if (!ready) return;
    const { balanceCredits, costCredits } = price;
    if (balanceCredits !== null && balanceCredits < costCredits) return setMissing({ costCredits, balanceCredits });
    setConfirming(price);
  };
  const confirm = () => {
    if (!confirming) return;
    generate.mutate({ clientJobId: orderKey.of(params), params, quote: confirming });
    setConfirming(undefined);
    // On one column the result is further down than the button.
    requestAnimationFrame(() => preview.current?.scrollIntoView({ behavior: 'smooth', block: 'nearest' }));
  };
  useShortcut('Mod+Enter', ask, true);

  return (
    <>
      <div className={LAYOUT}>
        <div className="flex min-w-0 flex-col md:[grid-area:script] xl:min-h-[calc(100dvh-15.5rem)]">
          <ScriptEditor
            text={draft.text}
            chars={chars}
            error={chars === 0 ? undefined : (fieldErrorOf(quote.error) ?? (fault && textFaultInWords(fault)))}
            onText={(text) => change({ text })}
            onExample={({ text, language }) => change({ text, language })}
          />
        </div>
        <aside
          aria-label={t`How it is spoken`}
          className="border-line px-4 py-5 max-xl:border-t sm:px-6 md:[grid-area:settings] xl:border-s xl:px-5 xl:pt-6"
        >
          {isRestored ? (
            <SpeechSettings draft={draft} list={voices.data} voice={voice} onChange={change} />
          ) : (
            <SettingsWaiting />
          )}
        </aside>
        <div className="min-w-0 md:[grid-area:generate]">
          <GenerateBar
            quote={price}
            quoting={fault === undefined && !price && !quote.isError}
            problem={fault === undefined && quote.isError ? messageOf(quote.error) : undefined}
            disabled={price === undefined}
            busy={generate.isPending}
            onGenerate={ask}
          />
        </div>
        <div
          ref={preview}
          className="scroll-mt-20 border-line bg-sunken max-md:border-t md:border-s md:[grid-area:preview]"
        >
          <PreviewPane jobId={jobId} onReuse={(job: Job) => change(draftOf(job.params))} />
        </div>
      </div>
      <RecentJobs />
      {confirming && (
        <ConfirmDialog
          open
          quote={confirming}
          voiceName={voice?.name ?? t`the first voice`}
          chars={chars}
          onConfirm={confirm}
          onClose={() => setConfirming(undefined)}
        />
      )}
      {missing && <MissingDialog open {...missing} onClose={() => setMissing(undefined)} />}
    </>
  );
};

const fieldErrorOf = (error: unknown): string | undefined => {
  const field = error instanceof ApiError && error.errors.find(({ pointer }) => pointer.endsWith('/text'));
  return field ? fieldMessageOf(field) : undefined;
};
