import { apiErrorOf, offlineError } from './api-error.ts';

export type SendOptions = {
  /** How many of the bytes are on their way or there. */
  onSent: (sentBytes: number) => void;
  signal: AbortSignal | undefined;
};

const KEPT_HEADERS = ['retry-after', 'x-request-id'];

const headersOf = (request: XMLHttpRequest): [string, string][] =>
  KEPT_HEADERS.flatMap((name) => {
    const value = request.getResponseHeader(name);
    return value === null ? [] : [[name, value]];
  });

/**
 * PUTs bytes to an address of our own, by XMLHttpRequest: `fetch` does not tell how far it is. Rejects with ApiError for
 * a refusal and when nothing answers, or with the abort's reason.
 */
export const sendBytes = (url: string, bytes: Blob, { onSent, signal }: SendOptions): Promise<void> => {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = new XMLHttpRequest();
  const abort = () => {
    request.abort();
    reject(signal?.reason);
  };
  request.open('PUT', url);
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  request.onerror = () => reject(offlineError());
  request.onload = () => {
    const { status, responseText } = request;
    if (status >= 200 && status < 300) resolve();
    else void apiErrorOf(new Response(responseText, { status, headers: headersOf(request) })).then(reject, reject);
  };
  signal?.addEventListener('abort', abort, { once: true });
  request.send(bytes);
  return promise.finally(() => signal?.removeEventListener('abort', abort));
};
