import type { z } from 'zod';

export type FalStatus = 400 | 401 | 403 | 404 | 422 | 500;
type Detail = string | { loc: (string | number)[]; msg: string; type: string }[];

/** What fal answers instead of a result: a sentence, or a list of what is wrong with the input. */
export class FalError extends Error {
  override readonly name = 'FalError';
  readonly status: FalStatus;
  readonly detail: Detail;

  constructor(status: FalStatus, detail: Detail) {
    super(typeof detail === 'string' ? detail : (detail[0]?.msg ?? ''));
    this.status = status;
    this.detail = detail;
  }

  static ofInput(param: string, msg: string, type = 'value_error'): FalError {
    return new FalError(422, [{ loc: ['body', param], msg, type }]);
  }

  static fromZod(error: z.ZodError): FalError {
    const detail = error.issues.map((issue) => {
      const isMissing = issue.code === 'invalid_type' && issue.input === undefined && issue.path.length > 0;
      const loc = ['body', ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
      return { loc, msg: isMissing ? 'Field required' : issue.message, type: isMissing ? 'missing' : 'value_error' };
    });
    return new FalError(422, detail);
  }

  toBody(): { detail: Detail } {
    return { detail: this.detail };
  }
}
