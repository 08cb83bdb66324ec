import type { Job, JobAccepted, JobBase, Module, Quote } from '../../api/wire.ts';

/** What every job has before the server has said anything of it; a tool adds what is its own. */
export type StandIn = Omit<JobBase, 'module' | 'modelId' | 'title'>;

/** What the frame has to know of a tool to order from it. `Price` is what the tool's own quote tells. */
export type Tool<Order, Price extends Quote> = {
  module: Module;
  quote: (order: Order, signal?: AbortSignal) => Promise<Price>;
  /** The same key and order again are the same job. */
  place: (clientJobId: string, order: Order) => Promise<JobAccepted>;
  /** The job that an order will become, to be shown until the server has taken it. */
  standIn: (common: StandIn, order: Order) => Job;
};

/** The dialog's title, and what will be made. */
export type Words = { title: string; about: string };

/** An order that a person is about to agree to. */
export type Wish<Order> = { order: Order; quote: Quote };
