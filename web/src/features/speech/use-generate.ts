import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { countChars } from '../../../../worker/contract/text.ts';
import { isTransient } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { laterOf } from '../../api/job-state.ts';
import { keys } from '../../api/queries.ts';
import type { Job, JobList, Me, Quote, SpeechParams } from '../../api/wire.ts';
import { putJobInPages } from '../../live/apply-event.ts';

type JobPages = InfiniteData<JobList, string | undefined>;
type Order = { clientJobId: string; params: SpeechParams; quote: Quote };

/** What the server fills in where a request says nothing; the real job says it itself a moment later. */
const resolvedOf = ({ text, voiceId = '', language = '', ...wishes }: SpeechParams): Job['params'] => ({
  text,
  voiceId,
  language,
  speed: wishes.speed ?? 1,
  pitch: wishes.pitch ?? 0,
  volume: wishes.volume ?? 100,
  hq: wishes.hq ?? false,
  tuning: wishes.tuning ?? {},
  format: wishes.format ?? 'mp3',
  bitrateKbps: wishes.bitrateKbps ?? 128,
  fallback: wishes.fallback ?? false,
});

const standInOf = ({ clientJobId, params, quote }: Order, now: number): Job => ({
  jobId: `pending:${clientJobId}`,
  transactionId: `pending:${clientJobId}`,
  clientJobId,
  module: 'tts',
  status: 'queued',
  progress: 0,
  params: resolvedOf(params),
  script: { chars: countChars(params.text), isExcerpt: false, scenes: null },
  pieces: null,
  ownKey: quote.ownKey,
  cached: quote.cached,
  costCredits: quote.costCredits,
  returnedCredits: 0,
  priceVersion: quote.priceVersion,
  expectedAt: now + quote.etaMs,
  preview: null,
  finals: [],
  scenes: [],
  error: null,
  createdAt: now,
  completedAt: null,
  expiresAt: null,
  demo: false,
});

type UseGenerate = {
  /** Shows this job: first its stand-in, then the real one, and undefined when it was refused. */
  onJob: (jobId: string | undefined) => void;
  onRefused: (error: unknown) => void;
  /** The server has said yes or no; a lost answer is neither. */
  onAnswered: () => void;
};

/**
 * Orders a job. A stand-in and the lowered balance show at once; a refusal takes both back. The order's own
 * key makes a repeated press one job, so that nothing is paid twice.
 */
export const useGenerate = ({ onJob, onRefused, onAnswered }: UseGenerate) => {
  const cache = useQueryClient();
  const addToBalance = (credits: number) =>
    cache.setQueryData<Me>(keys.me, (me) => me && { ...me, balanceCredits: Math.max(0, me.balanceCredits + credits) });
  const mapJobs = (change: (pages: JobPages) => JobPages | undefined) =>
    cache.setQueryData<JobPages>(keys.jobLists, (pages) => pages && change(pages));

  return useMutation({
    mutationFn: ({ clientJobId, params }: Order) => api.createJob({ clientJobId, module: 'tts', params }),
    onMutate: async (order) => {
      await Promise.all([keys.me, keys.jobLists].map((queryKey) => cache.cancelQueries({ queryKey })));
      const standIn = standInOf(order, Date.now());
      cache.setQueryData<Job>(keys.job(standIn.jobId), standIn);
      mapJobs((pages) => putJobInPages(pages, standIn));
      addToBalance(-order.quote.costCredits);
      onJob(standIn.jobId);
      return standIn;
    },
    onSuccess: (accepted, _order, standIn) => {
      const { jobId, transactionId, status, costCredits, balanceCredits } = accepted;
      const job: Job = {
        ...standIn,
        jobId,
        transactionId,
        status,
        costCredits,
        expectedAt: Date.now() + accepted.etaMs,
      };
      cache.setQueryData<Job>(keys.job(jobId), (known) => laterOf(known, job));
      mapJobs((pages) => putJobInPages(pages, job));
      cache.setQueryData<Me>(keys.me, (me) => me && { ...me, balanceCredits });
      onJob(jobId);
      onAnswered();
      cache.removeQueries({ queryKey: keys.job(standIn.jobId) });
      void cache.invalidateQueries({ queryKey: keys.ledger });
      void cache.invalidateQueries({ queryKey: keys.quotes });
    },
    onError: (error, order, standIn) => {
      if (standIn) {
        mapJobs((pages) => ({
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            items: page.items.filter((job) => job.clientJobId !== order.clientJobId),
          })),
        }));
        cache.removeQueries({ queryKey: keys.job(standIn.jobId) });
        addToBalance(order.quote.costCredits);
      }
      onJob(undefined);
      if (!isTransient(error)) onAnswered();
      onRefused(error);
      // Whether the order arrived is not known when the answer got lost: the server says what is true.
      for (const queryKey of [keys.me, keys.jobLists, keys.ledger]) void cache.invalidateQueries({ queryKey });
    },
  });
};
