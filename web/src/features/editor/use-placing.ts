import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { isTransient } from '../../api/api-error.ts';
import { type JobRequest, sendJob } from '../../api/job-request.ts';
import { isOpen, laterOf } from '../../api/job-state.ts';
import { keys } from '../../api/queries.ts';
import type { Job, JobList, Me, Module, Quote } from '../../api/wire.ts';
import { putJobInPages } from '../../live/apply-event.ts';
import { standInOf } from './stand-in.ts';
import type { KeyedWish, Tool } from './tool.ts';

type JobPages = InfiniteData<JobList, string | undefined>;

type UsePlacing<Order> = {
  /** Shows this job: first its stand-in, then the real one, and undefined when it was refused. */
  onJob: (jobId: string | undefined) => void;
  /** A lost answer is no refusal: nobody knows whether the order arrived. */
  onRefused: (wish: KeyedWish<Order>, error: unknown, isLost: boolean) => void;
  onAnswered: (order: Order, jobId: string) => void;
};

/** What is sent for a wish. */
export const requestOf = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  { clientJobId, order, parentJobId }: KeyedWish<Order>,
): JobRequest => tool.request({ clientJobId, ...(parentJobId === undefined ? {} : { parentJobId }) }, order);

/**
 * Orders a job. A stand-in and the lowered balance show at once; a refusal takes both back. The order's own
 * key makes a repeated press one job, so that nothing is paid twice.
 */
export const usePlacing = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  { onJob, onRefused, onAnswered }: UsePlacing<Order>,
) => {
  const cache = useQueryClient();
  const addToBalance = (credits: number) =>
    cache.setQueryData<Me>(keys.me, (me) => me && { ...me, balanceCredits: Math.max(0, me.balanceCredits + credits) });
  const mapJobs = (change: (pages: JobPages) => JobPages | undefined) =>
    cache.setQueryData<JobPages>(keys.jobLists, (pages) => pages && change(pages));

  return useMutation({
    mutationFn: (wish: KeyedWish<Order>) => sendJob(requestOf(tool, wish)),
    onMutate: async (wish) => {
      await Promise.all([keys.me, keys.jobLists].map((queryKey) => cache.cancelQueries({ queryKey })));
      const standIn: Job = tool.standIn(standInOf(wish.clientJobId, wish.quote, Date.now()), wish.order);
      cache.setQueryData<Job>(keys.job(standIn.jobId), standIn);
      mapJobs((pages) => putJobInPages(pages, standIn));
      addToBalance(-wish.quote.costCredits);
      onJob(standIn.jobId);
      return standIn;
    },
    onSuccess: (accepted, wish, standIn) => {
      const { jobId, transactionId, status, costCredits, balanceCredits } = accepted;
      const job: Job = {
        ...standIn,
        jobId,
        transactionId,
        // What is done already has its files with the server, which are read at once.
        status: isOpen(status) ? status : 'finalizing',
        costCredits,
        expectedAt: Date.now() + accepted.etaMs,
      };
      cache.setQueryData<Job>(keys.job(jobId), (known) => laterOf(known, job));
      mapJobs((pages) => putJobInPages(pages, job));
      cache.setQueryData<Me>(keys.me, (me) => me && { ...me, balanceCredits });
      onJob(jobId);
      onAnswered(wish.order, jobId);
      if (!isOpen(status)) void cache.invalidateQueries({ queryKey: keys.job(jobId) });
      cache.removeQueries({ queryKey: keys.job(standIn.jobId) });
      void cache.invalidateQueries({ queryKey: keys.ledger });
      void cache.invalidateQueries({ queryKey: keys.quotes });
    },
    onError: (error, wish, standIn) => {
      if (standIn) {
        mapJobs((pages) => ({
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            items: page.items.filter((job) => job.clientJobId !== wish.clientJobId),
          })),
        }));
        cache.removeQueries({ queryKey: keys.job(standIn.jobId) });
        addToBalance(wish.quote.costCredits);
      }
      onJob(undefined);
      onRefused(wish, error, isTransient(error));
      // Whether the order arrived is not known when the answer got lost: the server says what is true.
      for (const queryKey of [keys.me, keys.jobLists, keys.ledger]) void cache.invalidateQueries({ queryKey });
    },
  });
};
