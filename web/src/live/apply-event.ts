import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { laterOf, withProgress } from '../api/job-state.ts';
import { keys } from '../api/queries.ts';
import type { Conversation, HistoryPage, Job, JobList, LiveEvent, Me, NotificationList } from '../api/wire.ts';

type CreditsEvent = Extract<LiveEvent, { type: 'credits_changed' | 'credits_added' }>;
type JobPages = InfiniteData<JobList, string | undefined>;
type HistoryPages = InfiniteData<HistoryPage, string | undefined>;

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

/** Takes out of every history that is shown what has left it. The server says what is true in the end. */
export const dropFromHistory = (cache: QueryClient, jobIds: readonly string[]): void => {
  cache.setQueriesData<HistoryPages>({ queryKey: keys.history }, (known) => {
    if (known === undefined) return undefined;
    const pages = known.pages.map((page) => {
      const items = page.items.filter(({ jobId }) => !jobIds.includes(jobId));
      return { ...page, items, usedItems: Math.max(0, page.usedItems - (page.items.length - items.length)) };
    });
    return { ...known, pages };
  });
};

/** What a job has of files, and the history with it, is another than it was. */
const readFilesAnew = (cache: QueryClient, jobIds: readonly string[]): void => {
  for (const queryKey of [keys.history, keys.jobLists, ...jobIds.map(keys.job)]) {
    void cache.invalidateQueries({ queryKey });
  }
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
      if (event.job.module === 'text') void cache.invalidateQueries({ queryKey: keys.conversations });
      // An end is written down for the bell in the same breath; its own event may be late or lost.
      void cache.invalidateQueries({ queryKey: keys.notifications });
      // What is made now costs nothing the next time.
      void cache.invalidateQueries({ queryKey: keys.quotes });
      if (event.type === 'job_completed') void cache.invalidateQueries({ queryKey: keys.history });
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
      // What was owed is less, or gone.
      if (event.kind === 'payment_refund') void cache.invalidateQueries({ queryKey: keys.me });
      // An order ends with the credits it gives.
      if (event.kind === 'purchase') void cache.invalidateQueries({ queryKey: keys.orders });
      return;
    case 'plan_changed':
      void cache.invalidateQueries({ queryKey: keys.me });
      return;
    case 'answer_delta': {
      const { conversationId, messageId, offset, text } = event;
      cache.setQueryData<Conversation>(
        keys.conversation(conversationId),
        (known) =>
          known && {
            ...known,
            messages: known.messages.map((message) =>
              // Only what follows on what is known: the rest is read from the server, which has it all.
              message.messageId === messageId && message.text.length === offset
                ? { ...message, text: message.text + text }
                : message,
            ),
          },
      );
      return;
    }
    case 'history_evicted':
      // The job itself stays, and has no files any more.
      dropFromHistory(cache, event.jobIds);
      readFilesAnew(cache, event.jobIds);
      void cache.invalidateQueries({ queryKey: keys.conversationLists });
      return;
    case 'history_restored':
      readFilesAnew(cache, event.jobIds);
      void cache.invalidateQueries({ queryKey: keys.conversations });
      return;
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
