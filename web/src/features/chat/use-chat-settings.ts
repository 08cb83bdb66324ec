import { useMemo, useState } from 'react';
import type { Conversation } from '../../api/wire.ts';
import { type ChatSettings, FIRST_SETTINGS } from './chat-settings.tsx';

const settingsOf = ({ model, system, temperature }: Conversation): ChatSettings => ({
  model,
  system: system ?? '',
  temperature,
});

/** How the next turn is answered: as the conversation says, with what was changed here since. */
export const useChatSettings = (conversation: Conversation | undefined, conversationId: string | undefined) => {
  const [own, setOwn] = useState<{ of: string | undefined; change: Partial<ChatSettings> }>();
  const settings = useMemo(() => {
    const kept = conversation ? settingsOf(conversation) : FIRST_SETTINGS;
    return own?.of === conversationId ? { ...kept, ...own?.change } : kept;
  }, [conversation, own, conversationId]);
  const change = (part: Partial<ChatSettings>) =>
    setOwn((known) => ({
      of: conversationId,
      change: { ...(known?.of === conversationId ? known?.change : {}), ...part },
    }));
  /** What was chosen before there was a conversation is chosen for the one that has begun. */
  const carryTo = (begun: string) => setOwn((known) => known && { ...known, of: begun });
  return { settings, change, carryTo };
};
