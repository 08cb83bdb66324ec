import { apiErrorOf, offlineError } from './api-error.ts';

type Options = { signal?: AbortSignal | undefined };

/** One request to the same origin. Resolves with an accepted answer, rejects with ApiError or with the abort. */
export const send = async (
  method: string,
  path: string,
  body: unknown,
  { signal }: Options = {},
): Promise<Response> => {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
  }
  if (signal) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offlineError();
  }
  if (!response.ok) throw await apiErrorOf(response);
  return response;
};

// The server validates what it sends by the same contract; the type is its promise.
const read = async <Reply>(response: Promise<Response>): Promise<Reply> => (await (await response).json()) as Reply;

export const getJson = <Reply>(path: string, options?: Options): Promise<Reply> =>
  read<Reply>(send('GET', path, undefined, options));

export const postJson = <Reply>(path: string, body: unknown, options?: Options): Promise<Reply> =>
  read<Reply>(send('POST', path, body, options));

/** `?a=1&b=2` of what is there; empty when nothing is. */
export const queryString = (values: Record<string, string | number | undefined>): string => {
  const present = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return present.length === 0 ? '' : `?${new URLSearchParams(present)}`;
};
