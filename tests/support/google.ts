import { api } from './api.ts';

/** Somebody in the account chooser. */
export type Person = { email: string; name: string; isVerified: boolean };

/** A person nobody has met yet. */
export const newPerson = (own: Partial<Person> = {}): Person => ({
  email: `${crypto.randomUUID().slice(0, 13)}@example.com`,
  name: 'Eve Adams',
  isVerified: true,
  ...own,
});

/** What a browser keeps: it answers with the cookies it was given, on the paths they are for. */
export const newBrowser = (headers: Record<string, string> = {}) => {
  const cookies = new Map<string, { value: string; path: string }>();
  return {
    cookies,
    async open(url: string, init: { method?: string; form?: Record<string, string> } = {}): Promise<Response> {
      const { pathname, search } = new URL(url, 'http://any.example');
      const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path));
      const reply = await api(pathname + search, {
        ...(init.method ? { method: init.method } : {}),
        ...(init.form ? { method: 'POST', body: new URLSearchParams(init.form) } : {}),
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          ...headers,
          ...(sent.length > 0 ? { Cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') } : {}),
        },
      });
      for (const line of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        const path = /;\s*Path=([^;]+)/i.exec(line)?.[1] ?? '/';
        if (/Max-Age=0/i.test(line)) cookies.delete(name);
        else cookies.set(name, { value, path });
      }
      return reply;
    },
  };
};
export type TestBrowser = ReturnType<typeof newBrowser>;

/** Where a reply sends the browser. */
export const locationOf = (reply: Response): string => {
  const location = reply.headers.get('Location');
  if (!location) throw new Error(`the reply leads nowhere: ${reply.status}`);
  return location;
};

/** From the button to the account chooser: its address. */
export const leaveForGoogle = async (browser: TestBrowser, next?: string): Promise<string> =>
  locationOf(await browser.open(`/api/auth/google${next ? `?${new URLSearchParams({ next })}` : ''}`));

/** Chooses somebody there; gives the address to come back to. */
export const choose = async (browser: TestBrowser, chooser: string, person: Person): Promise<string> => {
  const { email, name, isVerified } = person;
  const form = { ...Object.fromEntries(new URL(chooser).searchParams), email, name };
  return locationOf(await browser.open(chooser, { form: isVerified ? { ...form, email_verified: 'yes' } : form }));
};

/** The whole way, to where it ends. */
export const signInWithGoogle = async (browser: TestBrowser, person: Person, next?: string): Promise<string> =>
  locationOf(await browser.open(await choose(browser, await leaveForGoogle(browser, next), person)));
