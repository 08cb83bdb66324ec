import type { Context } from '../../context.ts';
import type { CloseResult } from '../../ledger/account-ops.ts';
import { type CallFacts, NO_FACTS } from '../../providers/call-facts.ts';
import { completeJob } from '../jobs/close-job.ts';
import type { Said } from './turn-place.ts';
import type { Answer } from './write-answer.ts';

/** What a conversation weighs in the history: the bytes of all that was said. */
const weigh = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + new TextEncoder().encode(text).byteLength, 0);

/** What is known of the call that gave an answer, for the table of calls. Units are tokens. */
export const factsOf = (answer: Answer, call: { keyId: string | null; firstByteMs: number | null }): CallFacts => {
  const { usage } = answer;
  const tokens = usage ? usage.promptTokens + usage.completionTokens : undefined;
  const bill = tokens === undefined ? null : { expectedUnits: tokens, billedUnits: tokens };
  return { ...NO_FACTS, ...call, bill, costMicrodollars: usage?.costMicrodollars ?? null };
};

/** Ends the job of a turn that was answered: the charge stands, and its conversation moves up in the history. */
export const closeTurn = (
  ctx: Context,
  job: { id: string; userId: string; leaseToken: string },
  input: {
    conversationId: string;
    /** Everything before the answer. */
    said: Said;
    text: string;
    announce: string | null;
    timing: { modelId: string; previewMs: number | null; finalMs: number } | null;
  },
): Promise<Extract<CloseResult, { ok: true }>> => {
  const { conversationId, said, text, announce, timing } = input;
  return completeJob(ctx, job, {
    from: ['running'],
    finals: [],
    sizeBytes: weigh([...said.map((message) => message.text), text]),
    type: 'chat',
    conversationId,
    announce,
    madeFrom: null,
    timing,
  });
};
