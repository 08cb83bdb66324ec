import type { z } from 'zod';

export type ElevenLabsStatus = 400 | 401 | 403 | 404 | 422 | 429 | 500;

type Detail =
  | { status: string; message: string }
  | { type: string; code: string; message: string; status: string; request_id: string; param: string | null }
  | { type: string; loc: (string | number)[]; msg: string; input: unknown }[];

/** What ElevenLabs answers instead of what was asked for, in one of its three shapes. */
export class ElevenLabsError extends Error {
  override readonly name = 'ElevenLabsError';
  readonly status: ElevenLabsStatus;
  readonly detail: Detail;

  private constructor(status: ElevenLabsStatus, detail: Detail) {
    super(`${status}`);
    this.status = status;
    this.detail = detail;
  }

  /** The shape of before, which keys, quotas and lengths still have. */
  static old(status: ElevenLabsStatus, code: string, message: string): ElevenLabsError {
    return new ElevenLabsError(status, { status: code, message });
  }

  /** The shape of today. */
  static typed(status: ElevenLabsStatus, type: string, code: string, message: string, param?: string): ElevenLabsError {
    const request_id = crypto.randomUUID().replaceAll('-', '');
    return new ElevenLabsError(status, { type, code, message, status: code, request_id, param: param ?? null });
  }

  /** The shape of the framework: every field that is wrong, with what was sent. */
  static fromZod(error: z.ZodError, body: unknown): ElevenLabsError {
    return new ElevenLabsError(
      422,
      error.issues.map(({ code, path, message }) => ({
        type: code,
        loc: ['body', ...path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
        msg: message,
        input: body,
      })),
    );
  }

  toBody(): { detail: Detail } {
    return { detail: this.detail };
  }
}
