import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ApiError, type CapFacts, messageOf } from '../../api/api-error.ts';
import { isOpen } from '../../api/job-state.ts';
import { jobsQuery, meQuery } from '../../api/queries.ts';
import type { Job, Module, Quote } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import { isShortage, type Shortage, shortageOf } from '../checkout/shortage.ts';
import type { JobOf, KeyedWish, Tool, Wish } from './tool.ts';
import { useOrderKey } from './use-order-key.ts';
import { requestOf, usePlacing } from './use-placing.ts';

type UseOrdering<Order> = {
  /** What was shown here before, to be found again. */
  lastJobId: string | undefined;
  onPlaced: (order: Order, jobId: string) => void;
};

const isOf = <M extends Module>(job: Job, module: M): job is JobOf<M> => job.module === module;

/** Asks, agrees and orders: what is to be agreed to, what is missing for it, and the job that shows. */
export const useOrdering = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  { lastJobId, onPlaced }: UseOrdering<Order>,
) => {
  const { t } = useLingui();
  const toast = useToast();
  const [jobId, show] = useState(lastJobId);
  const [wish, setWish] = useState<Wish<Order>>();
  const [missing, setMissing] = useState<{ wish: KeyedWish<Order>; shortage: Shortage }>();
  const [capped, setCapped] = useState<CapFacts>();
  const me = useQuery(meQuery);
  const orderKey = useOrderKey();
  const jobs = useInfiniteQuery(jobsQuery).data?.pages.flatMap((page) => page.items);
  const own = jobs?.filter((job) => job.module === tool.module) ?? [];
  const running = own.find((job) => isOpen(job.status))?.jobId;
  // Who left while something was running finds it where it was.
  useEffect(() => {
    if (running !== undefined) show((shown) => shown ?? running);
  }, [running]);

  const missFor = (short: KeyedWish<Order>, error?: unknown) => {
    const balanceCredits = short.quote.balanceCredits ?? me.data?.balanceCredits ?? 0;
    const owedCredits = me.data?.owedCredits ?? 0;
    const known = { costCredits: short.quote.costCredits, balanceCredits, owedCredits };
    setMissing({ wish: short, shortage: shortageOf(requestOf(tool, short), known, error) });
  };

  const placing = usePlacing(tool, {
    onJob: show,
    onAnswered: (order, made) => {
      orderKey.forget();
      onPlaced(order, made);
    },
    onRefused: (refused, error, isLost) => {
      // What is paid for afterwards is the same order, under the same key.
      if (isShortage(error)) return missFor(refused, error);
      if (!isLost) orderKey.forget();
      if (error instanceof ApiError && error.cap) return setCapped(error.cap);
      toast({ title: t`It was not started`, detail: messageOf(error), tone: 'danger' });
    },
  });

  const withKey = (asked: Wish<Order>) => ({ ...asked, clientJobId: orderKey.of([asked.order, asked.parentJobId]) });
  /** Opens the last look at an order, or says what is missing for it. */
  const ask = (asked: Wish<Order>) => {
    if (placing.isPending) return;
    const { balanceCredits, costCredits } = asked.quote;
    if (balanceCredits !== null && balanceCredits < costCredits) return missFor(withKey(asked));
    setWish(asked);
  };
  /** Asks about making a job anew: it costs like any other. */
  const askAgain = async (job: Job): Promise<void> => {
    if (!isOf(job, tool.module)) return;
    try {
      const order = await tool.again(job);
      ask({ order, quote: await tool.quote(order), parentJobId: job.jobId });
    } catch (error) {
      toast({ title: t`It was not started`, detail: messageOf(error), tone: 'danger' });
    }
  };
  const agree = () => {
    if (wish === undefined) return;
    placing.mutate(withKey(wish));
    setWish(undefined);
  };
  /** What was missing has been bought: the order goes on as it was. */
  const resume = () => {
    if (missing === undefined) return;
    placing.mutate(missing.wish);
    setMissing(undefined);
  };
  const dismiss = useCallback(() => {
    setWish(undefined);
    setMissing(undefined);
    setCapped(undefined);
  }, []);

  const at = own.findIndex((job) => job.jobId === jobId);
  return {
    jobId,
    show,
    /** The results on either side of the one that shows. */
    newer: at > 0 ? own[at - 1]?.jobId : undefined,
    older: own[at + 1]?.jobId,
    wish,
    shortage: missing?.shortage,
    capped,
    ask,
    askAgain,
    agree,
    resume,
    dismiss,
    isPlacing: placing.isPending,
  };
};

export type Ordering<Order> = ReturnType<typeof useOrdering<Module, Order, Quote>>;
