import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { PERSON_EMAIL_MAX_CHARS, PERSON_NAME_MAX_CHARS } from '../limits.ts';
import type { Arrival } from '../state/accounts.ts';
import { openState } from '../state/open-state.ts';
import { type AuthorizeRequest, authorizeSchema } from '../vendors/supabase-schema.ts';
import { chooser, refusedSignIn, type Typed } from './authorize-view.ts';
import { readBackAddress } from './back-address.ts';
import { DEMO_PEOPLE, type DemoPerson } from './demo-people.ts';
import { type PageContext, writePage } from './page.ts';
import { readForm } from './read-form.ts';

const personSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email('This is not an e-mail address.').max(PERSON_EMAIL_MAX_CHARS, 'The address is too long.')),
  name: z
    .string()
    .trim()
    .min(1, 'A name is needed.')
    .max(PERSON_NAME_MAX_CHARS, 'The name is too long.')
    .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), 'The name holds characters that no name has.'),
});

type SignIn = { request: AuthorizeRequest; back: URL };

const refuse = (c: PageContext, message: string, status: 400 | 403 = 400) =>
  writePage(c, { title: 'Sign in', layout: 'chooser', body: refusedSignIn(message), status });

const readSignIn = (c: PageContext, fields: Record<string, string>): SignIn | string => {
  const request = authorizeSchema.safeParse(fields);
  if (!request.success) return `${request.error.issues[0]?.message ?? 'The request is not understood'}.`;
  const back = readBackAddress(request.data.redirect_to, c.req.url);
  const { origin } = new URL(c.req.url);
  return back ? { request: request.data, back } : `It would end outside of ${origin}, where this page is seen.`;
};

const writeBack = (back: URL, answer: Record<string, string>): string => {
  const url = new URL(back);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.href;
};

const writeChooser = (c: PageContext, { request, back }: SignIn, typed?: Typed) => {
  const cancelTo = writeBack(back, { error: 'access_denied', error_description: 'The user denied the request' });
  const body = chooser(request, cancelTo, typed);
  return writePage(c, { title: 'Choose an account', layout: 'chooser', body, status: typed ? 422 : 200 });
};

/** The same address is the same person, here and in any other sandbox: the id is made from it. */
const arrive = async ({ email, name, email_verified }: DemoPerson): Promise<Arrival> => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`person ${email}`)));
  const hex = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  return { id, email, name, email_verified };
};

const readPerson = (fields: Record<string, string>): DemoPerson | Typed => {
  const { account } = fields;
  const known = account === undefined ? undefined : DEMO_PEOPLE.find(({ email }) => email === account);
  if (known) return known;
  const email_verified = fields.email_verified === 'yes';
  const typed = { email: fields.email ?? '', name: fields.name ?? '' };
  const person = personSchema.safeParse(typed);
  if (person.success) return { ...person.data, email_verified };
  const { fieldErrors } = z.flattenError(person.error);
  const faults = {
    ...(fieldErrors.email?.[0] === undefined ? {} : { email: fieldErrors.email[0] }),
    ...(fieldErrors.name?.[0] === undefined ? {} : { name: fieldErrors.name[0] }),
  };
  return { ...typed, email_verified, faults };
};

/** Supabase's way through Google, as far as somebody sees it: `/sandbox/supabase/authorize`. */
export const authorizePages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/supabase/authorize', (c) => {
    const signIn = readSignIn(c, c.req.query());
    return typeof signIn === 'string' ? refuse(c, signIn) : writeChooser(c, signIn);
  })
  .post('/supabase/authorize', async (c) => {
    const fields = await readForm(c);
    if (!fields) return refuse(c, 'The form came from another site.', 403);
    const signIn = readSignIn(c, fields);
    if (typeof signIn === 'string') return refuse(c, signIn);
    const person = readPerson(fields);
    if ('faults' in person) return writeChooser(c, signIn, person);
    const code = await openState(c.env).issueCode(await arrive(person), signIn.request.code_challenge);
    return c.redirect(writeBack(signIn.back, { code }), 303);
  });
