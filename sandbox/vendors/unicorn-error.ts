import type { z } from 'zod';

export type UnicornStatus = 400 | 401 | 404 | 413 | 415 | 422 | 500;

/** What Unicorn answers instead of sound. */
export class UnicornError extends Error {
  override readonly name = 'UnicornError';
  readonly status: UnicornStatus;
  readonly code: string;
  /** The key of the body that is wrong. */
  readonly param: string | undefined;

  constructor(status: UnicornStatus, code: string, message: string, param?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  /** The first thing wrong with a body. */
  static fromZod(error: z.ZodError): UnicornError {
    const issue = error.issues[0];
    if (!issue) return new UnicornError(422, 'invalid_request', 'The body is not a speech request.');
    const custom: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
    const param = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.') || undefined;
    return new UnicornError(422, typeof custom === 'string' ? custom : 'invalid_request', issue.message, param);
  }

  toBody(): { error: { code: string; message: string; param?: string } } {
    const { code, message, param } = this;
    return { error: { code, message, ...(param === undefined ? {} : { param }) } };
  }
}
