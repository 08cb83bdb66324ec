import {
  UPLOAD_AUDIO_MAX_MS,
  UPLOAD_AUDIO_SLACK_MS,
  UPLOAD_IMAGE_MAX_PIXELS,
  UPLOAD_IMAGE_MIN_PX,
} from '../../contract/limits.ts';
import type { FieldProblem } from '../../contract/problem.ts';

type Fault = Pick<FieldProblem, 'code' | 'message'>;

/** Why an image of this size is not taken (G-10), or undefined when it is. */
export const findSizeFault = (widthPx: number, heightPx: number): Fault | undefined => {
  const size = `${widthPx} × ${heightPx} pixels`;
  if (Math.min(widthPx, heightPx) < UPLOAD_IMAGE_MIN_PX) {
    const least = `${UPLOAD_IMAGE_MIN_PX} × ${UPLOAD_IMAGE_MIN_PX}`;
    return { code: 'image_too_small', message: `The image has ${size}; it needs ${least} at least.` };
  }
  if (widthPx * heightPx > UPLOAD_IMAGE_MAX_PIXELS) {
    return {
      code: 'image_too_large',
      message: `The image has ${size}; together ${UPLOAD_IMAGE_MAX_PIXELS} are the most.`,
    };
  }
  return undefined;
};

/** Why a sound of this length is not taken (G-10), or undefined when it is. */
export const findLengthFault = (durationMs: number): Fault | undefined =>
  durationMs > UPLOAD_AUDIO_MAX_MS + UPLOAD_AUDIO_SLACK_MS
    ? { code: 'audio_too_long', message: `The sound lasts ${durationMs} ms; ${UPLOAD_AUDIO_MAX_MS} are the most.` }
    : undefined;
