import { RATE_LIMIT_MAX_REQUESTS } from '../../worker/contract/limits.ts';

const OPERATOR = 'admin@ozvena.example';

const expectOk = (reply: Response): Response => {
  if (!reply.ok) throw new Error(`${new URL(reply.url).pathname} answered ${reply.status}`);
  return reply;
};

/** Signs in as an operator by the code in the demo mailbox; gives what sends his orders. */
export const openOperator = async (origin: string) => {
  const send = (method: string, path: string, body: object, cookie = '') =>
    fetch(origin + path, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: origin, Cookie: cookie },
      body: JSON.stringify(body),
    }).then(expectOk);
  await send('POST', '/api/auth/code', { email: OPERATOR });
  const mailbox = await fetch(`${origin}/sandbox/mail?to=${encodeURIComponent(OPERATOR)}`).then(expectOk);
  const [, first, second] = /(\d{3}) (\d{3}) is your Ozvena code/.exec(await mailbox.text()) ?? [];
  const signedIn = await send('POST', '/api/auth/verify', { email: OPERATOR, code: `${first}${second}` });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return (method: string, path: string, body: object) => send(method, path, body, cookie);
};

/**
 * Lets one account ask as often as a whole run of tests does, as an operator would, by the API that operators have. How
 * limits are kept is tested elsewhere.
 */
export const liftLimits = async (origin: string): Promise<void> => {
  const order = await openOperator(origin);
  for (const limitClass of ['work', 'reads']) {
    const change = { requests: RATE_LIMIT_MAX_REQUESTS, reason: 'Tests in a browser are quicker than people' };
    await order('PATCH', `/api/admin/limits/free/${limitClass}`, change);
  }
};
