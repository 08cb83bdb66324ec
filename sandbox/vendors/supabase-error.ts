export type SupabaseStatus = 400 | 401 | 403 | 404 | 422 | 500;

/** What Supabase Auth answers instead of a session. */
export class SupabaseError extends Error {
  override readonly name = 'SupabaseError';
  readonly status: SupabaseStatus;
  readonly code: string;

  constructor(status: SupabaseStatus, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toBody(): { code: number; error_code: string; msg: string } {
    return { code: this.status, error_code: this.code, msg: this.message };
  }
}
