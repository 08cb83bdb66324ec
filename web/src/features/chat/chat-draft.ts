import { createDraftKeeper, isText } from '../editor/kept-draft.ts';

/** What is written and not sent, kept for this tab. */
export const CHAT_DRAFT = createDraftKeeper<{ message: string }>('ozvena.chat-draft', { message: isText });

/** These words have been sent from another page: they need not be written any more. */
export const dropSent = (message: string): void => {
  if (CHAT_DRAFT.load().message === message) CHAT_DRAFT.keep({});
};
