import { z } from 'zod';
import { CAP_HOLDERS } from './daily-cap.ts';

/**
 * Every error code of the API with its HTTP status. The set is closed: a client may switch on it.
 * The body is RFC 9457 problem+json.
 */
export const PROBLEM_STATUS = {
  malformed_json: 400,
  malformed_cursor: 400,
  unauthenticated: 401,
  worker_signature_invalid: 401,
  payment_signature_invalid: 400,
  insufficient_credits: 402,
  credits_owed: 402,
  forbidden: 403,
  insufficient_scope: 403,
  token_cap_reached: 403,
  daily_cap_reached: 403,
  account_blocked: 403,
  foreign_origin: 403,
  upload_link_invalid: 403,
  webhook_signature_invalid: 401,
  second_factor_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  job_in_progress: 409,
  job_not_cancelable: 409,
  conversation_full: 409,
  too_many_tokens: 409,
  too_many_keys: 409,
  too_many_webhooks: 409,
  webhook_disabled: 409,
  too_many_uploads: 409,
  upload_closed: 409,
  email_taken: 409,
  second_factor_is_on: 409,
  subscription_live: 409,
  subscription_not_changeable: 409,
  receipt_not_writable: 409,
  asset_gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  upgrade_required: 426,
  validation_failed: 422,
  idempotency_conflict: 422,
  payment_unproved: 422,
  guest_limit_reached: 429,
  rate_limited: 429,
  internal: 500,
  provider_failed: 502,
  provider_unavailable: 503,
  unavailable: 503,
  misconfigured: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;
export type ProblemStatus = (typeof PROBLEM_STATUS)[ProblemCode];
export const PROBLEM_CODES = Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]];

/** What is wrong with one field. */
export const FIELD_CODES = [
  'required',
  'wrong_type',
  'unknown_key',
  'out_of_range',
  'invalid_format',
  'text_empty',
  'text_too_long',
  'text_malformed',
  'text_control_characters',
  'text_markup',
  'pause_malformed',
  'pause_out_of_range',
  'too_many_pauses',
  'separator_malformed',
  'too_many_scenes',
  'unknown_voice',
  'unknown_language',
  'unsupported_format',
  'unsupported_control',
  'wrong_code',
  'wrong_second_factor',
  'wrong_key',
  'unsafe_url',
  'unknown_host',
  'unknown_file',
  'file_name_unsafe',
  'file_type_unsupported',
  'file_type_differs',
  'file_empty',
  'file_too_large',
  'file_incomplete',
  'file_unreadable',
  'image_unsupported',
  'sound_unsupported',
  'image_too_small',
  'image_too_large',
  'audio_too_long',
  'invalid',
] as const;
export type FieldCode = (typeof FIELD_CODES)[number];

/** One faulty field: an RFC 6901 pointer into the body, or `#query/name`, `#path/name`, `#header/name`. */
export const fieldProblemSchema = z
  .strictObject({ pointer: z.string(), code: z.enum(FIELD_CODES), message: z.string() })
  .meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(fieldProblemSchema).optional(),
    /** `insufficient_credits`: what it costs and what there is. */
    costCredits: z.int().optional(),
    balanceCredits: z.int().optional(),
    /** `credits_owed`: what is to come before anything new is made. */
    owedCredits: z.int().optional(),
    /** `daily_cap_reached`: whose cap it is, how much of it is spent, and when the day ends (unix ms). */
    capOf: z.enum(CAP_HOLDERS).optional(),
    capCredits: z.int().optional(),
    spentCredits: z.int().optional(),
    endsAt: z.int().optional(),
    /** Seconds after which it is worth trying again; the same as the header `Retry-After`. */
    retryAfterSeconds: z.int().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
