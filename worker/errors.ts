import { type FieldProblem, PROBLEM_STATUS, type Problem, type ProblemCode } from './contract/problem.ts';

export type ProblemDetails = Omit<Problem, 'type' | 'title' | 'status' | 'code' | 'detail' | 'requestId'>;

/** An error that a caller is told about, by its code. Everything else that is thrown reads `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly details: ProblemDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status() {
    return PROBLEM_STATUS[this.code];
  }
}

/** A 422 that names the faulty fields. */
export const invalidFields = (errors: FieldProblem[]): AppError =>
  new AppError('validation_failed', errors[0]?.message ?? 'The request is not valid.', { errors });

/** Seconds after which a busy database or vendor is worth another try. */
const RETRY_AFTER_SECONDS = 2;

/** Nothing was charged and nothing was begun; the same request may simply be sent again. */
export const unavailable = (message = 'The service is busy. Nothing was charged; please try again.'): AppError =>
  new AppError('unavailable', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });

/** The RFC 9457 body of an error. No stack, no cause: those are for the log. */
export const toProblem = (error: AppError, requestId: string): Problem => ({
  type: `/problems/${error.code}`,
  title: error.code.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()),
  status: error.status,
  code: error.code,
  detail: error.message,
  requestId,
  ...error.details,
});
