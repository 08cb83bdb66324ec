import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { HistoryItem } from '../../api/wire.ts';

type ItemLinkProps = { item: HistoryItem } & Omit<ComponentProps<'a'>, 'href' | 'ref' | 'target'>;

/** To a result's own page; to a conversation, where it goes on. */
export const ItemLink = ({ item: { jobId, conversation }, ...rest }: ItemLinkProps) =>
  conversation ? (
    <Link to="/studio/chat/$conversationId" params={{ conversationId: conversation.conversationId }} {...rest} />
  ) : (
    <Link to="/studio/jobs/$jobId" params={{ jobId }} {...rest} />
  );
