import type { z } from 'zod';

export type ResendStatus = 400 | 401 | 403 | 404 | 409 | 422 | 500;

/** What Resend answers instead of an id. */
export class ResendError extends Error {
  override readonly name = 'ResendError';
  readonly status: ResendStatus;
  /** The vendor's own name of it, such as `validation_error`. */
  readonly code: string;

  constructor(status: ResendStatus, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The first thing wrong with a body. */
  static fromZod(error: z.ZodError, body: unknown): ResendError {
    const issue = error.issues[0];
    const field = issue?.path[0];
    if (!issue || field === undefined) {
      return new ResendError(422, 'validation_error', issue?.message ?? 'The body is no mail.');
    }
    const isObject = typeof body === 'object' && body !== null;
    if (isObject && !Object.hasOwn(body, field)) {
      return new ResendError(422, 'missing_required_field', `Missing \`${String(field)}\` field.`);
    }
    // What is wrong with one of the alternatives says more than that none of them fits.
    const inner = issue.code === 'invalid_union' ? issue.errors.flat().find((one) => one.code === 'custom') : undefined;
    const message = inner?.message ?? issue.message;
    return new ResendError(422, 'validation_error', `Invalid \`${String(field)}\` field. ${message}`);
  }

  toBody(): { statusCode: number; name: string; message: string } {
    return { statusCode: this.status, name: this.code, message: this.message };
  }
}
