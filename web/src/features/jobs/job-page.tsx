import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { jobsQuery } from '../../api/queries.ts';
import type { Job, SpeechJob, TextJob } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { RequestId } from '../../app/request-id.tsx';
import { formatMoment } from '../../format.ts';
import { useJob } from '../../live/use-job.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { useSpeechChoice } from '../speech/use-speech-choice.ts';
import { MODULE_PATHS, TOOLS } from '../tools.ts';
import { languageNameIn } from '../voices/voice-names.ts';
import { JobView } from './job-view.tsx';
import { costInWords } from './job-words.ts';

/** One job at its own address: left and found again, running or done. */
export const JobPage = () => {
  const { t } = useLingui();
  const { jobId } = useParams({ from: '/studio/jobs/$jobId' });
  const job = useJob(jobId);
  usePageTitle(t`Result`);
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-4 py-6 sm:px-6 lg:py-10">
      <Link
        to="/studio/history"
        className="relative inline-flex items-center gap-2 justify-self-start rounded-xs text-sm font-medium text-ink-2 hover:text-ink touch-reach-3"
      >
        <ArrowLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" /> <Trans>History</Trans>
      </Link>
      {job.isPending && <Skeleton className="h-[70dvh]" />}
      {job.isError && !job.data && (
        <EmptyState
          tone={job.error instanceof ApiError && job.error.status === 404 ? 'still' : 'failed'}
          title={
            job.error instanceof ApiError && job.error.status === 404
              ? t`There is no such result`
              : t`It could not be read`
          }
          action={
            <Link to="/studio/history" className={buttonClass('line')}>
              <Trans>To the history</Trans>
            </Link>
          }
        >
          <p>{messageOf(job.error)}</p>
          {job.error instanceof ApiError && <RequestId id={job.error.requestId} />}
        </EmptyState>
      )}
      {job.data && <Details job={job.data} />}
    </div>
  );
};

/** A turn is looked at in its conversation; everything else has a page of its own. */
const Details = ({ job }: { job: Job }) => {
  if (job.module !== 'text') return <JobDetails job={job} />;
  const { conversationId } = job.params;
  return <Navigate replace to="/studio/chat/$conversationId" params={{ conversationId }} />;
};

const useNeighbours = (jobId: string) => {
  const { data } = useInfiniteQuery(jobsQuery);
  const ids = data?.pages.flatMap((page) => page.items.map((job) => job.jobId)) ?? [];
  const at = ids.indexOf(jobId);
  return { newer: at > 0 ? ids[at - 1] : undefined, older: at >= 0 ? ids[at + 1] : undefined };
};

const JobDetails = ({ job }: { job: Exclude<Job, TextJob> }) => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { newer, older } = useNeighbours(job.jobId);
  const go = (jobId: string | undefined) => {
    if (jobId !== undefined) void navigate({ to: '/studio/jobs/$jobId', params: { jobId } });
  };
  useShortcut('[', () => go(newer), newer !== undefined);
  useShortcut(']', () => go(older), older !== undefined);
  // Pictures and films are looked at, so they have the wide side; a text is read while it is heard.
  const isSeen = job.module !== 'tts';
  const tool = TOOLS.find(({ module }) => module === job.module);
  const words = wordsOf(job);
  const isExcerpt = job.module === 'tts' && job.script.isExcerpt;
  return (
    <div
      className={cx(
        'grid items-start gap-6 lg:gap-10',
        isSeen ? 'lg:grid-cols-[minmax(0,1fr)_19rem]' : 'lg:grid-cols-[minmax(0,1fr)_25rem]',
      )}
    >
      <section aria-label={t`Text`} className={cx('grid min-w-0 gap-6', isSeen && 'order-last lg:sticky lg:top-24')}>
        <h1 className="sr-only">
          <Trans>Result of {formatMoment(job.createdAt)}</Trans>
        </h1>
        {words !== '' && (
          <p
            dir="auto"
            className={cx(
              'scroll-fade max-h-80 lg:max-h-[34rem] overflow-y-auto py-5 text-lg leading-8 whitespace-pre-wrap wrap-anywhere',
              isSeen && 'lg:-mt-5',
            )}
          >
            {words}
            {isExcerpt && '…'}
          </p>
        )}
        <dl
          className={cx(
            'grid grid-cols-2 gap-x-8 gap-y-3 text-sm sm:grid-cols-3',
            words !== '' && 'border-t border-line pt-5',
            isSeen && 'lg:grid-cols-2',
          )}
        >
          <Fact name={t`Made`}>{formatMoment(job.createdAt)}</Fact>
          {isSeen && tool && <Fact name={t`Made with`}>{t(tool.name)}</Fact>}
          {job.module === 'tts' && <SpeechFacts job={job} />}
          <Fact name={t`Price`}>{costInWords(job)}</Fact>
        </dl>
      </section>
      <div className={cx('grid min-w-0 gap-3', !isSeen && 'max-lg:order-first lg:sticky lg:top-24')}>
        <Card className="relative isolate min-h-64 overflow-clip p-5">
          <JobView
            job={job}
            onReuse={() => void navigate({ to: MODULE_PATHS[job.module], search: { from: job.jobId } })}
          />
        </Card>
        <div className="-mx-3 flex justify-between">
          <Button variant="quiet" size="sm" disabled={newer === undefined} onClick={() => go(newer)}>
            <Trans>Newer</Trans>
          </Button>
          <Button variant="quiet" size="sm" disabled={older === undefined} onClick={() => go(older)}>
            <Trans>Older</Trans>
          </Button>
        </div>
      </div>
    </div>
  );
};

/** What was asked for, as far as the job holds it. */
const wordsOf = ({ params, title }: { params: object; title: string }): string => {
  if ('text' in params && typeof params.text === 'string') return params.text;
  return 'prompt' in params && typeof params.prompt === 'string' ? params.prompt : title;
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid min-w-0">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);

const SpeechFacts = ({ job: { params, script } }: { job: SpeechJob }) => {
  const { t } = useLingui();
  const { voiceId, language: spoken } = params;
  const { list, voice, isGone } = useSpeechChoice({ voiceId, provider: undefined, language: spoken });
  const language = list === undefined ? spoken : languageNameIn(list, spoken);
  const voiceName = isGone ? voiceId : voice?.name;
  return (
    <>
      {voiceName !== undefined && <Fact name={t`Voice`}>{voiceName}</Fact>}
      {language !== undefined && <Fact name={t`Language`}>{language}</Fact>}
      <Fact name={t`Length`}>{plural(script.chars, { one: '# character', other: '# characters' })}</Fact>
    </>
  );
};
