import type { JobRequest } from '../../api/job-request.ts';
import type { Job, JobBase, Module, Quote } from '../../api/wire.ts';

export type JobOf<M extends Module> = Extract<Job, { module: M }>;

/** What every job has before the server has said anything of it; a tool adds what is its own. */
export type StandIn = Omit<JobBase, 'module' | 'modelId' | 'title'>;

/** An order of its own, or one that makes a job anew (G-07). */
export type OrderKeys = { clientJobId: string; parentJobId?: string };

/** What the frame has to know of a tool to order from it. `Price` is what the tool's own quote tells. */
export type Tool<M extends Module, Order, Price extends Quote> = {
  module: M;
  quote: (order: Order, signal?: AbortSignal) => Promise<Price>;
  /** What is sent for it. The same keys and order again are the same job. */
  request: (keys: OrderKeys, order: Order) => JobRequest;
  /** The job that an order will become, to be shown until the server has taken it. */
  standIn: (common: StandIn, order: Order) => JobOf<M>;
  /** The order that makes a job anew: all of it as it was, but not the same result. */
  again: (job: JobOf<M>) => Order | Promise<Order>;
};

/** The dialog's title, and what will be made. */
export type Words = { title: string; about: string };

/** An order that a person is about to agree to. */
export type Wish<Order> = { order: Order; quote: Quote; parentJobId?: string };

/** One that has been agreed to, with the key under which it is sent. */
export type KeyedWish<Order> = Wish<Order> & { clientJobId: string };
