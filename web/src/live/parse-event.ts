import type { LiveEvent } from '../api/wire.ts';

const TYPES: ReadonlySet<string> = new Set<LiveEvent['type']>([
  'job_queued',
  'job_progress',
  'preview_ready',
  'job_completed',
  'job_failed',
  'credits_changed',
  'credits_added',
  'plan_changed',
  'answer_delta',
  'history_evicted',
  'history_restored',
  'notification',
]);

/** One frame as an event. A frame that is none (an event of a newer server, noise) is undefined, never a throw. */
export const parseEvent = (frame: unknown): LiveEvent | undefined => {
  if (typeof frame !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(frame);
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    return typeof value.type === 'string' && TYPES.has(value.type) ? (value as LiveEvent) : undefined;
  } catch {
    return undefined;
  }
};
