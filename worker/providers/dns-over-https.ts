import { z } from 'zod';
import { ProviderError } from './provider.ts';
import { callVendor, errorOfStatus, readText, tryJson } from './stream.ts';

const PROVIDER = 'dns';
const ENDPOINT = 'https://cloudflare-dns.com/dns-query';
/** RFC 1035, RFC 3596. */
const TYPES = { A: 1, AAAA: 28 } as const;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;
export const DNS_IDLE_MS = 5_000;

const answerSchema = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).default([]),
});

/** The addresses of a host, of both families; none when there is no such host. Throws only ProviderError. */
export type ResolveHost = (host: string) => Promise<string[]>;

/** DNS through Cloudflare's resolver over HTTPS, in its JSON form: a Worker has no resolver of its own to ask. */
export const createResolver = (options: {
  fetch: (request: Request) => Promise<Response>;
  now: () => number;
}): ResolveHost => {
  const wire = { provider: PROVIDER, secret: '', idleMs: DNS_IDLE_MS, ...options };
  const ask = async (host: string, type: keyof typeof TYPES): Promise<string[]> => {
    const url = `${ENDPOINT}?${new URLSearchParams({ name: host, type })}`;
    const response = await callVendor(wire, new Request(url, { headers: { Accept: 'application/dns-json' } }));
    const body = await readText(wire, response.body);
    if (!response.ok) throw errorOfStatus(wire, response);
    const answer = answerSchema.safeParse(tryJson(body));
    if (!answer.success) throw new ProviderError(PROVIDER, 'bad_response', 'gave no answer that can be read');
    const { Status, Answer } = answer.data;
    if (Status === NO_SUCH_NAME) return [];
    if (Status !== NO_ERROR) throw new ProviderError(PROVIDER, 'unavailable', `answered with status ${Status}`);
    // Aliases on the way stand in the answer as well; what counts is where they end.
    return Answer.filter((record) => record.type === TYPES[type]).map((record) => record.data);
  };
  return async (host) => (await Promise.all([ask(host, 'A'), ask(host, 'AAAA')])).flat();
};
