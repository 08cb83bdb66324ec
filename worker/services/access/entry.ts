import type { Admission, AdmitRequest } from '../../../durable-objects/admission.ts';

/**
 * A signed-in request that is let in by the very call that spends for it: one call to the user's object instead of two.
 * What it has not been used for when the handler is done, the guard does itself.
 */
export type Entry = {
  request: AdmitRequest;
  /** To be called with what the object has said, before its other answer is looked at. @throws AppError if not let in. */
  settle(admission: Admission): void;
};
