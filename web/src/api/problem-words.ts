import { plural, t } from '@lingui/core/macro';
import {
  API_TOKENS_PER_ACCOUNT_MAX,
  UPLOAD_AUDIO_MAX_BYTES,
  UPLOAD_AUDIO_MAX_MS,
  UPLOAD_IMAGE_MAX_BYTES,
  UPLOAD_IMAGE_MAX_PIXELS,
  UPLOAD_IMAGE_MIN_PX,
  WEBHOOKS_PER_ACCOUNT_MAX,
} from '../../../worker/contract/limits.ts';
import type { FieldCode } from '../../../worker/contract/problem.ts';
import { formatNumber, formatUntil } from '../format.ts';
import { TEXT_FAULT_WORDS } from './text-fault-words.ts';
import type { FieldProblem, Problem, ProblemCode } from './wire.ts';

type Facts = Partial<Pick<Problem, 'costCredits' | 'balanceCredits' | 'owedCredits' | 'retryAfterSeconds'>> & {
  errors?: readonly FieldProblem[];
};

/** For what this page itself did wrong: an old page that meets a new server, most likely. */
const misunderstood = (): string => t`The page and the server did not understand each other. Load the page again.`;

const tooFewCredits = ({ costCredits, balanceCredits }: Facts): string => {
  if (costCredits === undefined || balanceCredits === undefined) return t`There are not enough credits for this.`;
  const balance = formatNumber(balanceCredits);
  return plural(costCredits, {
    one: `This costs # credit, and your balance is ${balance}.`,
    other: `This costs # credits, and your balance is ${balance}.`,
  });
};

const creditsOwed = ({ owedCredits }: Facts): string =>
  plural(owedCredits ?? 0, {
    one: 'A payment was given back after its credits were spent. # credit is owed before you can go on.',
    other: 'A payment was given back after its credits were spent. # credits are owed before you can go on.',
  });

const tooOften = ({ retryAfterSeconds }: Facts): string => {
  if (retryAfterSeconds === undefined) return t`Too many tries. Wait a little, then try again.`;
  const wait = formatUntil(retryAfterSeconds * 1_000, 0);
  return t`Too many tries. Try again in ${wait}.`;
};

const megabytes = (bytes: number): string => formatNumber(bytes / 1024 ** 2);

const fileTooLarge = (): string => {
  const image = megabytes(UPLOAD_IMAGE_MAX_BYTES);
  const audio = megabytes(UPLOAD_AUDIO_MAX_BYTES);
  return t`This file is too large. An image may have ${image} MB, audio ${audio} MB.`;
};

const imageTooSmall = (): string => {
  const side = formatNumber(UPLOAD_IMAGE_MIN_PX);
  return t`This image is too small. It needs ${side} × ${side} pixels at least.`;
};

const imageTooLarge = (): string => {
  const megapixels = formatNumber(UPLOAD_IMAGE_MAX_PIXELS / 1_000_000);
  return t`This image has too many pixels. ${megapixels} million are the most.`;
};

const audioTooLong = (): string =>
  plural(UPLOAD_AUDIO_MAX_MS / 60_000, {
    one: 'This recording is too long. # minute is the most.',
    other: 'This recording is too long. # minutes are the most.',
  });

const FIELD_WORDS: Record<FieldCode, () => string> = {
  required: () => t`This is missing.`,
  wrong_type: misunderstood,
  unknown_key: misunderstood,
  out_of_range: () => t`This is more or less than is possible.`,
  invalid_format: () => t`This is not written as it should be.`,
  ...TEXT_FAULT_WORDS,
  unknown_voice: () => t`There is no such voice any more. Choose another.`,
  unknown_language: () => t`This voice does not speak this language.`,
  unsupported_format: () => t`This voice cannot be had in this format.`,
  unsupported_control: () => t`This voice does not have this control.`,
  wrong_second_factor: () => t`This code is wrong, or was used before. Wait for the next one.`,
  wrong_key: () => t`The vendor does not take this key.`,
  unsafe_url: () => t`This address cannot be called. It begins with https:// and leads to a host on the internet.`,
  unknown_host: () => t`There is no such host.`,
  unknown_file: () => t`This file is not here any more. Choose another.`,
  file_name_unsafe: () => t`This file has a name that cannot be taken. Rename it first.`,
  file_type_unsupported: () => t`Files of this type are not taken. Choose PNG, JPEG or WebP, or MP3, WAV, M4A or Ogg.`,
  file_type_differs: () => t`This file is not of the type that its name says.`,
  file_empty: () => t`This file is empty.`,
  file_too_large: fileTooLarge,
  file_incomplete: () => t`The file has not arrived whole. Try again.`,
  file_unreadable: () => t`This file is damaged, or not whole. Choose another.`,
  image_unsupported: () => t`This picture moves, or is in colors of print. Save it as a still PNG or JPEG.`,
  sound_unsupported: () => t`The sound in this file cannot be used as it is. Save it alone, as MP3, WAV or M4A.`,
  image_too_small: imageTooSmall,
  image_too_large: imageTooLarge,
  audio_too_long: audioTooLong,
  wrong_code: () => t`This code is wrong or has run out. Look again, or ask for a new one.`,
  invalid: () => t`This cannot be taken as it is.`,
};

/** One faulty field in words. A code of a newer server is told in the server's own. */
export const fieldInWords = ({ code, message }: Pick<FieldProblem, 'code' | 'message'>): string =>
  FIELD_WORDS[code]?.() ?? message;

const PROBLEM_WORDS: Record<ProblemCode, (facts: Facts) => string | undefined> = {
  malformed_json: misunderstood,
  malformed_cursor: misunderstood,
  unauthenticated: () => t`You are not signed in any more. Sign in again.`,
  worker_signature_invalid: misunderstood,
  insufficient_credits: tooFewCredits,
  credits_owed: creditsOwed,
  payment_signature_invalid: misunderstood,
  payment_unproved: () => t`This payment is not confirmed yet. Once it is, your credits come by themselves.`,
  forbidden: () => t`This is not open to your account.`,
  insufficient_scope: () => t`This token may not do that.`,
  daily_cap_reached: () => t`This is above the daily limit.`,
  token_cap_reached: () => t`This token has spent all the credits it may.`,
  second_factor_required: () => t`This needs the code of your authenticator app.`,
  second_factor_is_on: () => t`The second factor is on already.`,
  account_blocked: () => t`This account is suspended.`,
  foreign_origin: misunderstood,
  webhook_signature_invalid: misunderstood,
  not_found: () => t`This is not here, or not any more.`,
  method_not_allowed: misunderstood,
  job_in_progress: () => t`The same request is still being worked on.`,
  job_not_cancelable: () => t`It was done before it could be stopped.`,
  conversation_full: () => t`This conversation is full. Begin a new one.`,
  too_many_tokens: () =>
    plural(API_TOKENS_PER_ACCOUNT_MAX, {
      one: 'An account holds # token at most.',
      other: 'An account holds # tokens at most.',
    }),
  too_many_keys: () => t`This vendor has as many keys as it may. Retire one first.`,
  too_many_webhooks: () =>
    plural(WEBHOOKS_PER_ACCOUNT_MAX, {
      one: 'An account holds # webhook at most.',
      other: 'An account holds # webhooks at most.',
    }),
  webhook_disabled: () => t`This webhook is switched off. Switch it on first.`,
  too_many_uploads: () => t`You have as many files here as you may. Remove one first.`,
  upload_closed: () => t`This file has been sent already.`,
  upload_link_invalid: () => t`Sending this file took too long. Try again.`,
  email_taken: () => t`This address belongs to another account. Sign in there with it, or use another.`,
  subscription_live: () => t`You have a plan. Change it, or choose another once it has ended.`,
  subscription_not_changeable: () => t`This cannot be done with your plan just now. It is as it was.`,
  receipt_not_writable: () => t`It has letters that our PDF cannot write. Print its page instead.`,
  asset_gone: () => t`This file has been removed.`,
  payload_too_large: () => t`That is too much to send at once.`,
  unsupported_media_type: misunderstood,
  range_not_satisfiable: misunderstood,
  upgrade_required: misunderstood,
  validation_failed: ({ errors }) => errors?.[0] && fieldInWords(errors[0]),
  idempotency_conflict: () => t`This was sent before with other content. Load the page and try again.`,
  guest_limit_reached: () => t`You have heard your free sentences of today.`,
  rate_limited: tooOften,
  internal: () => t`Something went wrong on our side. It has been logged.`,
  provider_failed: () => t`This did not succeed. Nothing was charged.`,
  provider_unavailable: () => t`A service that we need for this does not answer. Please try again in a minute.`,
  unavailable: () => t`The service is busy. Nothing was charged; please try again.`,
  misconfigured: () => t`The service is not configured yet.`,
};

/**
 * A refusal in words of the interface's language; undefined for a code that this page does not know, which is then told
 * in the server's own words.
 */
export const problemInWords = (code: string, facts: Facts): string | undefined =>
  Object.hasOwn(PROBLEM_WORDS, code) ? PROBLEM_WORDS[code as ProblemCode](facts) : undefined;
