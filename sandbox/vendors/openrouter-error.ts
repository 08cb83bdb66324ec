export type OpenRouterStatus = 400 | 401 | 402 | 403 | 404 | 413 | 500;

/** What OpenRouter answers instead of an answer; its code is the status. */
export class OpenRouterError extends Error {
  override readonly name = 'OpenRouterError';

  constructor(
    readonly status: OpenRouterStatus,
    message: string,
    readonly metadata?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }

  toBody() {
    const { status: code, message, metadata } = this;
    return { error: { message, code, ...(metadata ? { metadata } : {}) }, user_id: 'user_sandbox' };
  }
}
