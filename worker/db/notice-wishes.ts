import { NOTICE_DEFAULTS } from '../contract/notification-kinds.ts';

/**
 * SQL: whether a user wants to hear of a kind in a channel. `user` names a row of `users`, `kind` is an expression.
 * Kinds that are no matter of choice do not ask.
 */
export const wantsNotice = (channel: 'bell' | 'email', { user, kind }: { user: string; kind: string }): string =>
  `COALESCE(${user}.preferences->'notifications'->(${kind})->>'${channel}', ${NOTICE_DEFAULTS[channel] ? 1 : 0}) <> 0`;
