import { z } from 'zod';
import { readDetail, toFalError } from './fal-error.ts';
import { ProviderError, type VendorCredential, type VendorWire } from './provider.ts';
import { callVendor, expectType, readText, tryJson } from './stream.ts';

const submittedSchema = z.object({ request_id: z.string().regex(/^[\w-]{1,100}$/) });
const statusSchema = z.object({
  status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']),
  queue_position: z.int().min(0).nullish(),
  logs: z.array(z.object({ message: z.string() })).nullish(),
});
export type FalStatus = z.infer<typeof statusSchema>;

/** No request has this id: asking for it only shows whether a key is taken. */
const NO_REQUEST = '00000000-0000-0000-0000-000000000000';

/** A result, and what the header of the answer says it cost. */
export type FalResult<T> = { reply: T; billedUnits: number | null };

/** The calls of one model, each of which is made once. Every one throws only ProviderError. */
export type FalRequests<T> = {
  /** The result on the spot. @param on another patience */
  run(input: unknown, signal: AbortSignal, on: VendorWire): Promise<T>;
  /** @returns the id of the request */
  submit(input: unknown, signal: AbortSignal, webhookUrl?: string): Promise<string>;
  /** @param options.logs asks for what the model has written, too */
  look(id: string, signal: AbortSignal, options?: { logs: boolean }): Promise<FalStatus>;
  fetchResult(id: string, signal: AbortSignal): Promise<FalResult<T>>;
  /** Whether the request is given up; false where it is done, or not known. */
  cancel(id: string, signal: AbortSignal): Promise<boolean>;
  /** Whether the key is known. Costs nothing. */
  knowsKey(signal: AbortSignal): Promise<boolean>;
};

const unitsOf = (headers: Headers): number | null => {
  const units = Number(headers.get('x-fal-billable-units') || Number.NaN);
  return Number.isFinite(units) && units >= 0 ? units : null;
};

/**
 * fal's two doors to a model: `fal.run`, and the queue at `queue.fal.run`.
 * @param credential.baseUrl where the queue is, `https://queue.fal.run`; the other door is the host without its first name
 * @see https://fal.ai/docs/api-reference/inference-api
 */
export const createFalRequests = <T>(
  wire: VendorWire,
  { baseUrl, apiKey }: Pick<VendorCredential, 'baseUrl' | 'apiKey'>,
  { model, result }: { model: string; result: z.ZodType<T> },
): FalRequests<T> => {
  const runUrl = baseUrl.replace('://queue.', '://');
  // What comes after a submit names only the owner and the app. The addresses in the reply are not used: the key goes with
  // each of these calls.
  const requestUrl = (id: string): string => `${baseUrl}/${model.split('/', 2).join('/')}/requests/${id}`;

  const call = async (on: VendorWire, url: string, init: RequestInit): Promise<Response> => {
    const headers = { Authorization: `Key ${apiKey}`, 'Content-Type': 'application/json' };
    return callVendor(on, new Request(url, { ...init, headers }));
  };

  const ask = async <R>(
    on: VendorWire,
    schema: z.ZodType<R>,
    url: string,
    init: RequestInit,
  ): Promise<FalResult<R>> => {
    const response = await call(on, url, init);
    if (!response.ok) throw toFalError(wire, response, await readDetail(wire, response));
    const body = await expectType(wire, response, ['application/json']);
    const reply = schema.safeParse(tryJson(await readText(on, body)));
    if (reply.success) return { reply: reply.data, billedUnits: unitsOf(response.headers) };
    throw new ProviderError(wire.provider, 'bad_response', 'a reply is not as agreed');
  };

  const post = (input: unknown, signal: AbortSignal): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(input),
    signal,
  });

  return {
    run: async (input, signal, on) => (await ask(on, result, `${runUrl}/${model}`, post(input, signal))).reply,

    async submit(input, signal, webhookUrl) {
      const query = webhookUrl === undefined ? '' : `?fal_webhook=${encodeURIComponent(webhookUrl)}`;
      const { reply } = await ask(wire, submittedSchema, `${baseUrl}/${model}${query}`, post(input, signal));
      return reply.request_id;
    },

    async look(id, signal, { logs } = { logs: false }) {
      return (await ask(wire, statusSchema, `${requestUrl(id)}/status${logs ? '?logs=1' : ''}`, { signal })).reply;
    },

    fetchResult: (id, signal) => ask(wire, result, requestUrl(id), { signal }),

    async cancel(id, signal) {
      const response = await call(wire, `${requestUrl(id)}/cancel`, { method: 'PUT', signal });
      const words = await readDetail(wire, response);
      if (response.ok) return true;
      // What is done already is answered with 400.
      if (response.status === 400 || response.status === 404) return false;
      throw toFalError(wire, response, words);
    },

    async knowsKey(signal) {
      const response = await call(wire, `${requestUrl(NO_REQUEST)}/status`, { signal });
      const words = await readDetail(wire, response);
      if (response.status === 401) return false;
      if (response.status === 404 && words) return true;
      if (!response.ok) throw toFalError(wire, response, words);
      throw new ProviderError(wire.provider, 'bad_response', 'knows a request that nobody made');
    },
  };
};
