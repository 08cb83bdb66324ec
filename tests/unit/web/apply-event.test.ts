import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys } from '../../../web/src/api/queries.ts';
import type { Conversation, Job, LiveEvent, Me, NotificationList } from '../../../web/src/api/wire.ts';
import { applyEvent, putJobInPages } from '../../../web/src/live/apply-event.ts';
import { aJob, pagesOf } from './web-support.ts';

const me: Me = {
  id: 'u',
  name: 'Demo',
  email: null,
  role: 'user',
  isAdmin: false,
  signupGrant: 'granted',
  plan: 'free',
  balanceCredits: 100,
  owedCredits: 0,
  createdAt: 0,
  purpose: null,
  purposeNote: null,
  onboarding: 'done',
  preferences: {},
  deletion: null,
};

const stage = () => {
  const cache = new QueryClient();
  const memory = { seq: 0 };
  cache.setQueryData(keys.me, me);
  return {
    cache,
    apply: (event: LiveEvent) => applyEvent(cache, memory, event),
    balance: () => cache.getQueryData<Me>(keys.me)?.balanceCredits,
    job: (jobId: string) => cache.getQueryData<Job>(keys.job(jobId)),
    list: () => cache.getQueryData<ReturnType<typeof pagesOf>>(keys.jobLists)?.pages.flatMap((page) => page.items),
  };
};

const credits = (seq: number, balanceCredits: number): LiveEvent => ({
  type: 'credits_changed',
  at: 0,
  kind: 'charge',
  changeCredits: -1,
  balanceCredits,
  seq,
});

describe('credits', () => {
  it('that are the first ones end the waiting for them, and others do not', () => {
    const { apply, cache } = stage();
    cache.setQueryData<Me>(keys.me, (known) => known && { ...known, signupGrant: 'waiting' });
    apply(credits(7, 90));
    expect(cache.getQueryData<Me>(keys.me)?.signupGrant).toBe('waiting');
    apply({ ...credits(8, 5_090), kind: 'signup_grant' } as LiveEvent);
    expect(cache.getQueryData<Me>(keys.me)).toMatchObject({ signupGrant: 'granted', balanceCredits: 5_090 });
  });

  it('take the newer balance and drop an older one that comes late', () => {
    const { apply, balance } = stage();
    apply(credits(7, 90));
    apply(credits(6, 95));
    expect(balance()).toBe(90);
    apply(credits(8, 80));
    expect(balance()).toBe(80);
  });

  it('do not invent a person where nobody has been read yet', () => {
    const cache = new QueryClient();
    applyEvent(cache, { seq: 0 }, credits(1, 5));
    expect(cache.getQueryData(keys.me)).toBeUndefined();
  });

  it('make the ledger and the quotes be asked for again', () => {
    const { apply, cache } = stage();
    cache.setQueryData(keys.ledger, { pages: [], pageParams: [] });
    cache.setQueryData([...keys.quotes, { text: 'a' }], {});
    apply(credits(1, 90));
    expect(cache.getQueryState(keys.ledger)?.isInvalidated).toBe(true);
    expect(cache.getQueryState([...keys.quotes, { text: 'a' }])?.isInvalidated).toBe(true);
  });
});

describe('jobs', () => {
  it('appear on top of the list and at their own key', () => {
    const { apply, cache, job, list } = stage();
    cache.setQueryData(keys.jobLists, pagesOf([aJob({ jobId: 'old', clientJobId: 'old' })]));
    apply({ type: 'job_queued', at: 0, job: aJob() });
    expect(job('job_1')?.status).toBe('queued');
    expect(list()?.map((item) => item.jobId)).toEqual(['job_1', 'old']);
  });

  it('never go back, whichever order the events come in', () => {
    const { apply, job } = stage();
    apply({ type: 'job_completed', at: 0, job: aJob({ status: 'completed', progress: 1 }) });
    apply({ type: 'preview_ready', at: 0, job: aJob({ status: 'preview_ready', progress: 0.5 }) });
    apply({
      type: 'job_progress',
      at: 0,
      jobId: 'job_1',
      status: 'running',
      progress: 0.2,
      pieces: null,
      queuePosition: null,
    });
    expect(job('job_1')).toMatchObject({ status: 'completed', progress: 1 });
  });

  it('that are made may change a price: the same costs nothing the next time', () => {
    const { apply, cache } = stage();
    cache.setQueryData([...keys.quotes, 'of anything'], {});
    apply({ type: 'job_completed', at: 0, job: aJob({ status: 'completed', progress: 1 }) });
    expect(cache.getQueryState([...keys.quotes, 'of anything'])?.isInvalidated).toBe(true);
  });

  it('move on with progress, in the list as well', () => {
    const { apply, cache, job, list } = stage();
    cache.setQueryData(keys.jobLists, pagesOf([aJob()]));
    cache.setQueryData(keys.job('job_1'), aJob());
    apply({
      type: 'job_progress',
      at: 0,
      jobId: 'job_1',
      status: 'running',
      progress: 0.3,
      pieces: { done: 1, total: 4 },
      queuePosition: 2,
    });
    apply({
      type: 'job_progress',
      at: 0,
      jobId: 'job_1',
      status: 'running',
      progress: 0.1,
      pieces: null,
      queuePosition: null,
    });
    expect(job('job_1')).toMatchObject({ status: 'running', progress: 0.3, pieces: { done: 1, total: 4 } });
    expect(list()?.[0]).toMatchObject({ status: 'running', progress: 0.3, pieces: { done: 1, total: 4 } });
  });

  it('leave every history that is shown when they are evicted, and what they are now is read anew', () => {
    const { apply, cache } = stage();
    const page = (...jobIds: string[]) => ({
      pages: [{ items: jobIds.map((jobId) => ({ jobId })), nextCursor: null, usedItems: 30, maxItems: 30 }],
      pageParams: [undefined],
    });
    const [all, audio] = [{}, { type: 'audio' }].map((filter) => [...keys.history, filter]);
    cache.setQueryData(all ?? [], page('job_1', 'job_2'));
    cache.setQueryData(audio ?? [], page('job_2'));
    cache.setQueryData(keys.job('job_2'), aJob({ jobId: 'job_2' }));
    apply({ type: 'history_evicted', at: 0, jobIds: ['job_2'], reason: 'over_limit', undoUntil: 10_000 });
    expect(cache.getQueryData(all ?? [])).toMatchObject({ pages: [{ items: [{ jobId: 'job_1' }], usedItems: 29 }] });
    expect(cache.getQueryData(audio ?? [])).toMatchObject({ pages: [{ items: [], usedItems: 29 }] });
    expect(cache.getQueryState(keys.job('job_2'))?.isInvalidated).toBe(true);
  });

  it('are read anew when they come back into the history', () => {
    const { apply, cache } = stage();
    cache.setQueryData([...keys.history, {}], { pages: [], pageParams: [] });
    apply({ type: 'history_restored', at: 0, jobIds: ['job_1'] });
    expect(cache.getQueryState([...keys.history, {}])?.isInvalidated).toBe(true);
  });

  it('stay in the list without files when these have reached their age', () => {
    const { cache, apply, list } = stage();
    cache.setQueryData(keys.jobLists, pagesOf([aJob()]));
    cache.setQueryData(keys.job('job_1'), aJob());
    apply({ type: 'history_evicted', at: 0, jobIds: ['job_1'], reason: 'retention', undoUntil: null });
    expect(list()).toHaveLength(1);
    expect(cache.getQueryState(keys.jobLists)?.isInvalidated).toBe(true);
    expect(cache.getQueryState(keys.job('job_1'))?.isInvalidated).toBe(true);
  });
});

describe('putJobInPages', () => {
  it('puts the real job over its stand-in, once', () => {
    const standIn = aJob({ jobId: 'pending:client_1' });
    const once = putJobInPages(pagesOf([standIn]), aJob({ status: 'running' }));
    const twice = putJobInPages(once, aJob({ status: 'queued' }));
    expect(twice?.pages[0]?.items).toMatchObject([{ jobId: 'job_1', status: 'running' }]);
  });

  it('leaves one of a job that stands both as itself and as its stand-in', () => {
    const pages = pagesOf([aJob({ jobId: 'pending:client_1' }), aJob()]);
    expect(putJobInPages(pages, aJob({ status: 'running' }))?.pages[0]?.items).toHaveLength(1);
  });

  it('waits for the list when it has not been read', () => {
    expect(putJobInPages(undefined, aJob())).toBeUndefined();
  });
});

describe('notifications', () => {
  const notification = {
    id: 'n1',
    kind: 'job_completed',
    title: 'Ready',
    jobId: 'job_1',
    work: { module: 'tts', excerpt: 'A sentence' },
    payment: null,
    createdAt: 1,
    readAt: null,
  } as const;

  it('are counted once, also when they come twice', () => {
    const { apply, cache } = stage();
    cache.setQueryData<NotificationList>(keys.notifications, { items: [], unread: 0, nextCursor: null });
    apply({ type: 'notification', at: 0, notification });
    apply({ type: 'notification', at: 0, notification });
    expect(cache.getQueryData(keys.notifications)).toMatchObject({ items: [notification], unread: 1 });
  });
});

it('an answer grows by what follows on what is known, and by nothing else', () => {
  const { cache, apply } = stage();
  const message = { messageId: 'm', role: 'assistant', text: 'An echo', jobId: 'j', model: null } as const;
  const open = { finishReason: null, usage: null, demo: true, createdAt: 0 } as const;
  cache.setQueryData(keys.conversation('c'), { messages: [{ ...message, ...open }] });
  const text = () => cache.getQueryData<Conversation>(keys.conversation('c'))?.messages[0]?.text;
  const delta = { type: 'answer_delta', at: 0, jobId: 'j', conversationId: 'c', messageId: 'm' } as const;
  apply({ ...delta, offset: 7, text: ' comes' });
  apply({ ...delta, offset: 7, text: ' comes' });
  apply({ ...delta, offset: 20, text: ' late' });
  apply({ ...delta, messageId: 'n', offset: 13, text: ' never' });
  expect(text()).toBe('An echo comes');
});

it('a purchase reads the orders anew, which end with it; nothing else that adds credits does', () => {
  const { cache, apply } = stage();
  cache.setQueryData(keys.order('o'), {});
  const added = { type: 'credits_added', at: 0, balanceCredits: 200, changeCredits: 100, jobId: null } as const;
  apply({ ...added, seq: 1, kind: 'gift' });
  expect(cache.getQueryState(keys.order('o'))?.isInvalidated).toBe(false);
  apply({ ...added, seq: 2, kind: 'purchase' });
  expect(cache.getQueryState(keys.order('o'))?.isInvalidated).toBe(true);
});
