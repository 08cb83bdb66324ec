import { callSandbox } from './sandbox-support.ts';

export const EMAILS = 'https://api.resend.com/emails';
/** The mailbox is seen at the product's own origin. */
export const MAIL = 'https://app.example/sandbox/mail';

export type KeptMail = {
  id: string;
  sent_at: number;
  from: string;
  to: string[];
  subject: string;
  html?: string;
  text?: string;
  reply_to: string[];
  headers: Record<string, string>;
  tags: { name: string; value?: string }[];
};

/** An address of the test's own. */
export const ownAddress = (): string => `ann.${crypto.randomUUID().slice(0, 8)}@example.com`;

export const mailTo = (to: unknown, own: Record<string, unknown> = {}): Record<string, unknown> => ({
  from: 'Ozvena <hello@ozvena.example>',
  to,
  subject: 'Your code',
  text: 'Your code is 123456.',
  ...own,
});

/** Sends with a good key; `own` overrides headers, an empty one leaves it out. */
export const send = (body: unknown, own: Record<string, string> = {}): Promise<Response> => {
  const headers = {
    authorization: 'Bearer re_sandbox',
    'content-type': 'application/json',
    'user-agent': 'ozvena-test',
    ...own,
  };
  const given = Object.entries(headers).filter(([, value]) => value !== '');
  return callSandbox(EMAILS, {
    method: 'POST',
    headers: given,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
};

export const sendForId = async (body: unknown, own: Record<string, string> = {}): Promise<string> => {
  const answer = await send(body, own);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
};

export const listMails = async (to: string, limit = 20): Promise<{ mails: KeptMail[]; count: number }> =>
  (await callSandbox(`${MAIL}.json?${new URLSearchParams({ to, limit: String(limit) })}`)).json();

export const readPage = async (url: string): Promise<string> => (await callSandbox(url)).text();
