import { exactBytes } from '../exact-bytes.ts';
import { SoundError } from '../sound-error.ts';
import type { OpenPart } from '../sound-format.ts';
import type { JoinPlan } from './plan-join.ts';
import { silentBytes } from './silence.ts';

/**
 * The joined file as a stream of exactly `plan.bytes` bytes, in flat memory: one part is open at a time.
 * @throws SoundError length_differs when a part is not as long as was asked for; and whatever `open` throws
 */
export async function* joinMp3(plan: JoinPlan, open: OpenPart): AsyncGenerator<Uint8Array> {
  yield plan.header;
  for (const [index, { part, offset, bytes }] of plan.parts.entries()) {
    if (part.kind === 'pause') yield* silentBytes(plan.format, plan.bitrateKbps, bytes);
    else if (bytes > 0) {
      const reason = `it has not the ${bytes} bytes that were asked for`;
      const fail = (atByte: number) => new SoundError('length_differs', reason, atByte, index);
      yield* exactBytes(await open(index, { offset, length: bytes }), bytes, fail);
    }
  }
}
