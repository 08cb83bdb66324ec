import { z } from 'zod';
import {
  FAULT_BYTES_MAX,
  FAULT_DELAY_MAX_MS,
  FAULT_GARBAGE_BYTES,
  FAULT_MATCH_MAX_CHARS,
  FAULT_STALL_MAX_MS,
  FAULT_TIMES_MAX,
  PAYMENT_REPEATS_MAX,
} from '../limits.ts';

const bytesSchema = z.int().min(0).max(FAULT_BYTES_MAX);

/** How a vendor may misbehave. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** An answer of this status instead of the vendor's; a body that is no string is written as JSON. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z
      .json()
      .transform((body) => (typeof body === 'string' ? body : JSON.stringify(body)))
      .optional(),
  }),
  /** The true answer, up to this many bytes; then nothing comes and nothing ends. */
  z.strictObject({ kind: z.literal('stall_after_bytes'), bytes: bytesSchema }),
  /** The true answer, up to this many bytes; then the connection breaks. */
  z.strictObject({ kind: z.literal('cut_after_bytes'), bytes: bytesSchema }),
  /** 200 of the vendor's usual type, but the bytes are random. */
  z.strictObject({ kind: z.literal('garbage') }),
  /** 200 with a web page, as a proxy in between would answer. */
  z.strictObject({ kind: z.literal('html') }),
  /** 200 of the vendor's usual type, without a byte. */
  z.strictObject({ kind: z.literal('empty') }),
  /** The true answer, later. */
  z.strictObject({ kind: z.literal('delay_ms'), ms: z.int().min(0).max(FAULT_DELAY_MAX_MS) }),
  /** The true bytes, called text/plain. */
  z.strictObject({ kind: z.literal('wrong_type') }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** What may happen to a message that a processor of payments sends, on its way to us. */
const webhookFaultSchema = z.discriminatedUnion('kind', [
  /** It never comes, unless it is sent again by hand. */
  z.strictObject({ kind: z.literal('lose') }),
  /** It comes so many times. */
  z.strictObject({ kind: z.literal('repeat'), times: z.int().min(2).max(PAYMENT_REPEATS_MAX) }),
  z.strictObject({ kind: z.literal('delay_ms'), ms: z.int().min(0).max(FAULT_DELAY_MAX_MS) }),
]);
export type WebhookFault = z.infer<typeof webhookFaultSchema>;

/** In place of a vendor, for what he sends: `razorpay-webhooks`. */
const WEBHOOKS = /-webhooks$/;

const matchTextSchema = z.string().min(1).max(FAULT_MATCH_MAX_CHARS);

const orderOf = <V extends z.ZodType, F extends z.ZodType>(vendor: V, fault: F) =>
  z.strictObject({
    vendor,
    match: z
      .strictObject({ path_prefix: matchTextSchema.optional(), text_includes: matchTextSchema.optional() })
      .default({}),
    /** How many calls it spoils; null: every call until it is cleared. */
    times: z.int().min(1).max(FAULT_TIMES_MAX).nullable().default(1),
    fault,
  });
const vendorSchema = z.string().min(1).max(40);

export const faultOrderSchema = z.union([
  orderOf(vendorSchema.regex(WEBHOOKS), webhookFaultSchema),
  orderOf(
    vendorSchema.refine((vendor) => !WEBHOOKS.test(vendor)),
    faultSchema,
  ),
]);
export type FaultOrder = z.infer<typeof faultOrderSchema>;

const stopAfter = (answer: Response, bytes: number, end: 'stall' | 'cut'): Response => {
  const source = (answer.body ?? new Blob([]).stream()).getReader();
  let left = bytes;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const read = left > 0 ? await source.read() : { done: true as const, value: undefined };
        if (!read.done) {
          const part = read.value.subarray(0, left);
          left -= part.length;
          controller.enqueue(part);
          return;
        }
        await source.cancel();
        if (end === 'stall') await new Promise((resolve) => setTimeout(resolve, FAULT_STALL_MAX_MS));
        controller.error(new Error('The connection broke, as ordered'));
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, answer);
};

const statusAnswer = (fault: Extract<Fault, { kind: 'status' }>): Response => {
  const headers = new Headers(fault.headers);
  if (fault.body === undefined || fault.status === 204 || fault.status === 304) {
    return new Response(null, { status: fault.status, headers });
  }
  const type = /^\s*[{[]/.test(fault.body) ? 'application/json' : 'text/plain; charset=utf-8';
  if (!headers.has('content-type')) headers.set('content-type', type);
  return new Response(fault.body, { status: fault.status, headers });
};

const randomBytes = (): Uint8Array => crypto.getRandomValues(new Uint8Array(FAULT_GARBAGE_BYTES));

/**
 * The answer a spoilt call gets.
 * @param mediaType what the vendor usually answers
 * @param answer makes the vendor's true answer; not called by faults that need none, so those cost no work
 */
export const spoil = async (fault: Fault, mediaType: string, answer: () => Promise<Response>): Promise<Response> => {
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault);
    case 'stall_after_bytes':
      return stopAfter(await answer(), fault.bytes, 'stall');
    case 'cut_after_bytes':
      return stopAfter(await answer(), fault.bytes, 'cut');
    case 'garbage':
      return new Response(randomBytes(), { headers: { 'content-type': mediaType } });
    case 'html':
      return new Response('<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'empty':
      return new Response(new Uint8Array(), { headers: { 'content-type': mediaType } });
    case 'delay_ms':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return answer();
    case 'wrong_type': {
      const spoilt = new Response((await answer()).body, { status: 200 });
      spoilt.headers.set('content-type', 'text/plain; charset=utf-8');
      return spoilt;
    }
  }
};
