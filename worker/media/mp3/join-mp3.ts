import { exactBytes } from '../exact-bytes.ts';
import { Mp3Error } from './facts.ts';
import type { JoinPlan } from './plan-join.ts';
import { silentBytes } from './silence.ts';

/** Opens a range of the stored bytes of a part, as `cleanMp3` gave them. Called once for each part of speech, in order. */
export type OpenPart = (part: number, range: { offset: number; length: number }) => Promise<AsyncIterable<Uint8Array>>;

/**
 * The joined file as a stream of exactly `plan.bytes` bytes, in flat memory: one part is open at a time.
 * @throws Mp3Error length_differs when a part is not as long as was asked for; and whatever `open` throws
 */
export async function* joinMp3(plan: JoinPlan, open: OpenPart): AsyncGenerator<Uint8Array> {
  yield plan.header;
  for (const [index, { part, offset, bytes }] of plan.parts.entries()) {
    if (part.kind === 'pause') yield* silentBytes(plan.format, plan.bitrateKbps, bytes);
    else if (bytes > 0) {
      const reason = `it has not the ${bytes} bytes that were asked for`;
      const fail = (atByte: number) => new Mp3Error('length_differs', reason, atByte, index);
      yield* exactBytes(await open(index, { offset, length: bytes }), bytes, fail);
    }
  }
}
