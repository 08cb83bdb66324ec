import type { AdminActionFilter, AdminUserFilter, AdminVoiceFilter, DeletionQuery } from '../api/wire.ts';

/** The router reads `?q=7` as a number; what is looked for is a text. */
const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value);

/** A value out of an address. Whether it is one of those there are, the server says. */
const choiceOf = <Choice extends string>(value: unknown): Choice | undefined => textOf(value) as Choice | undefined;

type Search = Record<string, unknown>;

/** By what the address of the users' list narrows it. */
export const userFilterOf = ({ q, role, plan, blocked }: Search): AdminUserFilter => ({
  q: textOf(q),
  role: choiceOf(role),
  plan: choiceOf(plan),
  blocked: typeof blocked === 'boolean' ? blocked : undefined,
});

/** By what the address of the audit log narrows it. */
export const actionFilterOf = ({ action, actorId, targetId }: Search): AdminActionFilter => ({
  action: choiceOf(action),
  actorId: textOf(actorId),
  targetId: textOf(targetId),
});

/** By what the address of the voices' list narrows it. */
export const voiceFilterOf = ({ q, provider, vanished }: Search): AdminVoiceFilter => ({
  q: textOf(q),
  provider: textOf(provider),
  vanished: typeof vanished === 'boolean' ? vanished : undefined,
});

/** Which of the two lists of removals the address means: what waits, or what is gone. */
export const deletionFilterOf = ({ state }: Search): { state?: DeletionQuery['state'] } =>
  state === 'removed' ? { state } : {};
