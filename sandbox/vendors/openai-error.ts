export type OpenAiStatus = 400 | 401 | 403 | 404 | 429 | 500;

/** What OpenAI answers instead of what was asked for. */
export class OpenAiError extends Error {
  override readonly name = 'OpenAiError';

  constructor(
    readonly status: OpenAiStatus,
    message: string,
    readonly own: { type?: string; code?: string; param?: string } = {},
  ) {
    super(message);
  }

  toBody(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    const { type = 'invalid_request_error', code = null, param = null } = this.own;
    return { error: { message: this.message, type, param, code } };
  }
}
