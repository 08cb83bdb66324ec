import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { ApiError, type CapFacts, messageOf } from '../../api/api-error.ts';
import { meQuery } from '../../api/queries.ts';
import type { TextParams } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import { isShortage, type Shortage, shortageOf } from '../checkout/shortage.ts';
import { conversationQuery, isBeingAnswered } from './chat-api.ts';
import type { ChatSettings } from './chat-settings.tsx';
import { type ShownMessage, shownMessages } from './shown-messages.ts';
import { useChatSettings } from './use-chat-settings.ts';
import { useTurn } from './use-turn.ts';

/** A turn as it is sent: what is said, where, and how it is to be answered. */
const turnOf = (
  message: string,
  { model, temperature, system }: ChatSettings,
  place: { conversationId: string | undefined; replaces: string | undefined },
): TextParams => ({
  message,
  model,
  temperature,
  system: system.trim() === '' ? null : system,
  ...(place.conversationId === undefined ? {} : { conversationId: place.conversationId }),
  ...(place.replaces === undefined ? {} : { replaces: place.replaces }),
});

/**
 * A conversation with the turn that is on its way, and what can be done with both.
 * @param onLost is given the words of a turn that was not taken, and none once it is taken after all
 */
export const useChat = (conversationId: string | undefined, onLost: (message: string) => void) => {
  const { t } = useLingui();
  const toast = useToast();
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const conversation = useQuery(conversationQuery(conversationId));
  const { settings, change, carryTo } = useChatSettings(conversation.data, conversationId);
  const [missing, setMissing] = useState<{ turn: TextParams; shortage: Shortage }>();
  const [capped, setCapped] = useState<CapFacts>();
  const kept = conversation.data?.messages;

  const { live, send, stop } = useTurn({
    onBegun: (begun) => {
      carryTo(begun);
      void navigate({ to: '/studio/chat/$conversationId', params: { conversationId: begun }, replace: true });
    },
    onRefused: (error, { clientJobId, ...turn }) => {
      // What was said is not lost, unless it stands in the conversation already.
      if (!kept?.some(({ text }) => text === turn.message)) onLost(turn.message);
      if (isShortage(error)) {
        const { balanceCredits = 0, owedCredits = 0 } = me.data ?? {};
        const known = { costCredits: 0, balanceCredits, owedCredits };
        const request = { to: 'jobs', body: { clientJobId, module: 'text', params: turn } } as const;
        return setMissing({ turn, shortage: shortageOf(request, known, error) });
      }
      if (error instanceof ApiError && error.cap) return setCapped(error.cap);
      toast({ title: t`It was not answered`, detail: messageOf(error), tone: 'danger' });
    },
    onStopFailed: (error) => toast({ title: t`It could not be stopped`, detail: messageOf(error), tone: 'danger' }),
  });
  const isHere = live !== undefined && live.conversationId === conversationId;
  const shown = useMemo(() => shownMessages(kept ?? [], isHere ? live : undefined), [kept, live, isHere]);
  const isElsewhere = live === undefined && isBeingAnswered(conversation.data);
  const underWay = live ? live.ids?.jobId : isElsewhere ? kept?.at(-1)?.jobId : undefined;

  const say = useCallback(
    (message: string, replaces?: string) => void send(turnOf(message, settings, { conversationId, replaces })),
    [conversationId, send, settings],
  );
  const again = useCallback(
    ({ messageId }: ShownMessage) => {
      const at = kept?.findIndex((known) => known.messageId === messageId) ?? -1;
      const question = kept?.[at - 1];
      if (question) say(question.text, messageId);
    },
    [kept, say],
  );
  return {
    conversation: conversation.data,
    error: conversation.data ? null : conversation.error,
    isWaiting: conversationId !== undefined && conversation.isPending && !isHere,
    shown,
    isBusy: live !== undefined || isElsewhere,
    canStop: underWay !== undefined && !live?.isStopping,
    stop: () => void (underWay !== undefined && stop(underWay)),
    say,
    again,
    settings,
    changeSettings: change,
    shortage: missing?.shortage,
    capped,
    dismiss: () => {
      setMissing(undefined);
      setCapped(undefined);
    },
    /** What was missing has been bought: the turn goes on, and its words leave the field. */
    resume: () => {
      if (missing === undefined) return;
      onLost('');
      setMissing(undefined);
      void send(missing.turn);
    },
  };
};

export type Chat = ReturnType<typeof useChat>;
