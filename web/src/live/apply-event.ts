import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { laterOf, withProgress } from '../api/job-state.ts';
import { keys } from '../api/queries.ts';
import type { Job, JobList, LiveEvent, Me, NotificationList } from '../api/wire.ts';

type CreditsEvent = Extract<LiveEvent, { type: 'credits_changed' | 'credits_added' }>;
type JobPages = InfiniteData<JobList, string | undefined>;

/** What must outlive one event: the newest ledger row seen, so that an older balance never wins. */
export type LiveMemory = { seq: number };

const mapJobs = (pages: JobPages, change: (job: Job) => Job | undefined): JobPages => ({
  ...pages,
  pages: pages.pages.map((page) => ({ ...page, items: page.items.flatMap((job) => change(job) ?? []) })),
});

/** Puts a job into the list: over its older view, over its optimistic stand-in, or on top. */
export const putJobInPages = (pages: JobPages | undefined, job: Job): JobPages | undefined => {
  if (pages === undefined) return undefined;
  let found = false;
  const mapped = mapJobs(pages, (known) => {
    if (known.jobId !== job.jobId && known.clientJobId !== job.clientJobId) return known;
    if (found) return undefined;
    found = true;
    return laterOf(known, job);
  });
  const [first, ...rest] = mapped.pages;
  if (found || first === undefined) return mapped;
  return { ...mapped, pages: [{ ...first, items: [job, ...first.items] }, ...rest] };
};

const putJob = (cache: QueryClient, job: Job): void => {
  cache.setQueryData<Job>(keys.job(job.jobId), (known) => laterOf(known, job));
  cache.setQueryData<JobPages>(keys.jobLists, (pages) => putJobInPages(pages, job));
};

const withCredits = (me: Me, { balanceCredits, kind }: CreditsEvent): Me => ({
  ...me,
  balanceCredits,
  ...(kind === 'signup_grant' ? { signupGrant: 'granted' } : {}),
});

/** Puts one event into the cache. Every screen reads the cache, so every open tab shows it at once. */
export const applyEvent = (cache: QueryClient, memory: LiveMemory, event: LiveEvent): void => {
  switch (event.type) {
    case 'job_queued':
    case 'preview_ready':
      putJob(cache, event.job);
      return;
    case 'job_completed':
    case 'job_failed':
      putJob(cache, event.job);
      // An end is written down for the bell in the same breath; its own event may be late or lost.
      void cache.invalidateQueries({ queryKey: keys.notifications });
      // What is made now costs nothing the next time.
      void cache.invalidateQueries({ queryKey: keys.quotes });
      return;
    case 'job_progress': {
      const change = (job: Job): Job => (job.jobId === event.jobId ? withProgress(job, event) : job);
      cache.setQueryData<Job>(keys.job(event.jobId), (known) => (known ? change(known) : undefined));
      cache.setQueryData<JobPages>(keys.jobLists, (pages) => (pages ? mapJobs(pages, change) : undefined));
      return;
    }
    case 'credits_changed':
    case 'credits_added':
      if (event.seq <= memory.seq) return;
      memory.seq = event.seq;
      cache.setQueryData<Me>(keys.me, (me) => me && withCredits(me, event));
      void cache.invalidateQueries({ queryKey: keys.ledger });
      void cache.invalidateQueries({ queryKey: keys.quotes });
      return;
    case 'history_evicted': {
      const gone = new Set(event.jobIds);
      if (event.reason === 'retention') {
        // The job stays and has no files any more: what it looks like now, the server says.
        void cache.invalidateQueries({ queryKey: keys.jobLists });
        for (const jobId of gone) void cache.invalidateQueries({ queryKey: keys.job(jobId) });
        return;
      }
      cache.setQueryData<JobPages>(keys.jobLists, (pages) =>
        pages ? mapJobs(pages, (job) => (gone.has(job.jobId) ? undefined : job)) : undefined,
      );
      return;
    }
    case 'notification': {
      const { notification } = event;
      // What is told without a job is told of the account itself.
      if (notification.jobId === null) void cache.invalidateQueries({ queryKey: keys.me });
      cache.setQueryData<NotificationList>(keys.notifications, (list) => {
        if (!list || list.items.some((item) => item.id === notification.id)) return list;
        return {
          ...list,
          items: [notification, ...list.items],
          unread: list.unread + (notification.readAt === null ? 1 : 0),
        };
      });
      return;
    }
  }
};
