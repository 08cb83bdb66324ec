import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { TextParams } from '../../api/wire.ts';
import { isShortage } from '../checkout/shortage.ts';
import { useOrderKey } from '../editor/use-order-key.ts';
import { conversationQuery, sendTurn } from './chat-api.ts';
import type { LiveTurn } from './shown-messages.ts';

type TurnHandlers = {
  /** A conversation has begun with this turn. */
  onBegun: (conversationId: string) => void;
  /** It was not taken, or not answered: nothing of it is kept. */
  onRefused: (error: unknown, turn: TextParams & { clientJobId: string }) => void;
  onStopFailed: (error: unknown) => void;
};

/** Draws at most once a frame, however fast the words come. */
const useFrames = () => {
  const frame = useRef<number>(undefined);
  useEffect(() => () => cancelAnimationFrame(frame.current ?? 0), []);
  return useCallback((draw: () => void) => {
    if (frame.current !== undefined) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = undefined;
      draw();
    });
  }, []);
};

/** The turn that is on its way: sends it, shows it growing, stops it, and hands over to what the server has kept. */
export const useTurn = (handlers: TurnHandlers) => {
  const cache = useQueryClient();
  const orderKey = useOrderKey();
  const nextFrame = useFrames();
  const [live, setLive] = useState<LiveTurn>();
  const isHere = useRef(true);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const change = useCallback((part: Partial<LiveTurn>) => setLive((known) => known && { ...known, ...part }), []);

  /** What the server has kept takes the place of what was shown, in one stroke. */
  const handOver = useCallback(
    async (conversationId: string | undefined) => {
      if (conversationId !== undefined) {
        await cache.fetchQuery({ ...conversationQuery(conversationId), staleTime: 0 }).catch(() => undefined);
      }
      setLive(undefined);
      const stale = [keys.conversationLists, keys.quotes, keys.me, keys.jobLists];
      await Promise.all(stale.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
    [cache],
  );

  const send = useCallback(
    async (turn: TextParams) => {
      const clientJobId = orderKey.of(turn);
      const { message: question, replaces } = turn;
      let { conversationId } = turn;
      let text = '';
      let hasBegun = false;
      setLive({ clientJobId, conversationId, question, replaces, text, ids: undefined, isStopping: false });
      try {
        for await (const event of sendTurn({ ...turn, clientJobId })) {
          // Whoever leaves finds the answer in the conversation: it is written on without him.
          if (!isHere.current) return;
          if (event.name === 'start') {
            hasBegun = true;
            const { jobId, questionId, messageId } = event;
            change({ ids: { jobId, questionId, messageId }, conversationId: event.conversationId });
            if (conversationId === undefined) latest.current.onBegun(event.conversationId);
            conversationId = event.conversationId;
          }
          if (event.name === 'delta') {
            text += event.text;
            nextFrame(() => change({ text }));
          }
        }
        orderKey.forget();
        await handOver(conversationId);
      } catch (error) {
        if (!isHere.current) return;
        const isRefused = error instanceof ApiError;
        // Without any answer nobody knows whether the turn arrived: sent again under the same key, it is the same.
        // One that is paid for afterwards is the same as well.
        if (isRefused && error.status > 0 && !isShortage(error)) orderKey.forget();
        await handOver(conversationId);
        // Where only the connection broke, the answer is written on and looked for in the conversation.
        if (isRefused || !hasBegun) latest.current.onRefused(error, { ...turn, clientJobId });
      }
    },
    [change, handOver, nextFrame, orderKey],
  );

  const stop = useCallback(
    async (jobId: string) => {
      change({ isStopping: true });
      try {
        await api.cancelJob(jobId);
      } catch (error) {
        change({ isStopping: false });
        latest.current.onStopFailed(error);
      }
    },
    [change],
  );

  return { live, send, stop };
};
