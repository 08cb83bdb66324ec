/** What MiniMax says instead of sound: always on status 200, and what is wrong stands in the body. */
export class MinimaxError extends Error {
  override readonly name = 'MinimaxError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  /** 2013, the one for whatever is wrong with a body. */
  static ofParams(message: string): MinimaxError {
    return new MinimaxError(2013, `invalid params, ${message}`);
  }

  toBody(trace_id: string) {
    return { trace_id, base_resp: { status_code: this.code, status_msg: this.message } };
  }
}
