import { exports } from 'cloudflare:workers';

export const UNICORN = 'https://unicorn.ozvena.example';

/** A request to the sandbox, at any address. */
export const callSandbox = (url: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(new Request(url, init));

/** A speech request with a good key; `own` overrides headers. */
export const speak = (body: unknown, path = '/v1/speech', own: Record<string, string> = {}): Promise<Response> =>
  callSandbox(UNICORN + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'uni_sandbox', ...own },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export const orderFault = async (order: Record<string, unknown>): Promise<{ id: number; remaining: number | null }> => {
  const answer = await callSandbox('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vendor: 'unicorn', ...order }),
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
};

/** Whether the bytes begin like a Layer III stream. */
export const looksLikeMp3 = (bytes: Uint8Array): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;

export const readBytes = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());

type ErrorBody = { error: { code: string; message: string; param?: string } };
export const readError = async (answer: Response): Promise<ErrorBody['error']> =>
  ((await answer.json()) as ErrorBody).error;
