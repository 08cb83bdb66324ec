import { RATE_LIMIT_MAX_REQUESTS } from '../../worker/contract/limits.ts';

/** Whom the settings of development make a superadmin. */
export const OPERATOR = 'admin@ozvena.example';

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
 * What sends an operator's orders by a token of his, which all files of a run share: of codes there are only so many an
 * hour for one address.
 */
export const asOperator = (origin: string, token: string) => (method: string, path: string, body: object) =>
  fetch(origin + path, {
    method,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  }).then(expectOk);

/**
 * Lets one account ask as often as a whole run of tests does, as an operator would, by the API that operators have. How
 * limits are kept is tested elsewhere.
 * @returns a token of the operator.
 */
export const liftLimits = async (origin: string): Promise<string> => {
  const order = await openOperator(origin);
  for (const limitClass of ['work', 'reads']) {
    const change = { requests: RATE_LIMIT_MAX_REQUESTS, reason: 'Tests in a browser are quicker than people' };
    await order('PATCH', `/api/admin/limits/free/${limitClass}`, change);
  }
  const created = await order('POST', '/api/tokens', { name: 'Tests in a browser', scopes: ['admin'] });
  return ((await created.json()) as { token: string }).token;
};
