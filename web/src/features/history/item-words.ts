import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { AudioLines, Image, type LucideIcon, MessageSquareText, Video } from 'lucide-react';
import { downloadUrlOf, zipUrlOf } from '../../api/client.ts';
import type { HistoryItem, HistoryType } from '../../api/wire.ts';

export const TYPE_WORDS: Record<HistoryType, { one: MessageDescriptor; all: MessageDescriptor; icon: LucideIcon }> = {
  chat: { one: msg`Conversation`, all: msg`Chat`, icon: MessageSquareText },
  image: { one: msg`Image`, all: msg`Images`, icon: Image },
  audio: { one: msg({ message: 'Sound', context: 'a result' }), all: msg`Audio`, icon: AudioLines },
  video: { one: msg({ message: 'Film', context: 'a result' }), all: msg`Video`, icon: Video },
};

/** What is made without words of its own is told apart by the tool it comes from. */
const NAMELESS: Partial<Record<HistoryItem['module'], MessageDescriptor>> = {
  img2vid_audio: msg({ message: 'Portrait', context: 'a result' }),
  audio2vid: msg({ message: 'Clip', context: 'a result' }),
};

/** What an item is called: the beginning of what was asked for, else what it is. */
export const titleOf = ({ title, type, module }: Pick<HistoryItem, 'title' | 'type' | 'module'>): string =>
  title === '' ? t(NAMELESS[module] ?? TYPE_WORDS[type].one) : title;

/** Where its file comes from, several as one ZIP; undefined for what has none. */
export const saveUrlOf = ({ jobId, conversation, finals }: HistoryItem): string | undefined => {
  const [first, second] = finals;
  if (conversation) return `/api/conversations/${conversation.conversationId}/download`;
  if (first === undefined) return undefined;
  return second === undefined ? downloadUrlOf(first.url) : zipUrlOf([jobId]);
};
