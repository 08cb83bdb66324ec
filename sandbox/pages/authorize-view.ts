import { html } from 'hono/html';
import { PERSON_EMAIL_MAX_CHARS, PERSON_NAME_MAX_CHARS } from '../limits.ts';
import type { AuthorizeRequest } from '../vendors/supabase-schema.ts';
import { DEMO_PEOPLE, type DemoPerson } from './demo-people.ts';
import type { Html } from './page.ts';

/** What was typed into the form, and what is wrong with it. */
export type Typed = { email: string; name: string; email_verified: boolean; faults: { email?: string; name?: string } };

const NOTHING_TYPED: Typed = { email: '', name: '', email_verified: true, faults: {} };

const kept = (request: AuthorizeRequest): Html =>
  html`${Object.entries(request).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('');

const personButton = ({ email, name, email_verified }: DemoPerson): Html => html`<li>
  <button class="person" name="account" value="${email}">
    <span class="initials" aria-hidden="true">${initials(name)}</span>
    <span class="name" dir="auto">${name}</span>
    <span class="email">${email}</span>
    ${email_verified ? '' : html`<span class="tag">Address not verified</span>`}
  </button>
</li>`;

const fault = (id: string, message: string | undefined): Html | '' =>
  message === undefined ? '' : html`<span class="fault" id="${id}">${message}</span>`;

const otherAccount = (request: AuthorizeRequest, { email, name, email_verified, faults }: Typed): Html => html`
  <form class="other" method="post" action="/sandbox/supabase/authorize">
    ${kept(request)}
    <h2>Somebody else</h2>
    <label for="email">E-mail address</label>
    <input id="email" name="email" type="email" required maxlength="${PERSON_EMAIL_MAX_CHARS}" autocomplete="off" spellcheck="false" value="${email}"${faults.email ? html` aria-invalid="true" aria-describedby="email-fault"` : ''}>
    ${fault('email-fault', faults.email)}
    <label for="name">Name</label>
    <input id="name" name="name" type="text" required maxlength="${PERSON_NAME_MAX_CHARS}" autocomplete="off" dir="auto" value="${name}"${faults.name ? html` aria-invalid="true" aria-describedby="name-fault"` : ''}>
    ${fault('name-fault', faults.name)}
    <label class="check"><input type="checkbox" name="email_verified" value="yes"${email_verified ? html` checked` : ''}> Google has verified this address</label>
    <button class="act">Continue</button>
  </form>`;

/**
 * The account chooser, in the place of Google's.
 * @param cancelTo where somebody goes who would rather not
 */
export const chooser = (request: AuthorizeRequest, cancelTo: string, typed: Typed = NOTHING_TYPED): Html => html`<main>
  <p class="demo"><b>Demo.</b> This page stands in for Google. It asks for no password and touches no account of yours.</p>
  <h1>Choose an account</h1>
  <p class="sub">to continue to Ozvena</p>
  <form method="post" action="/sandbox/supabase/authorize">
    ${kept(request)}
    <ul class="people">${DEMO_PEOPLE.map(personButton)}</ul>
  </form>
  ${otherAccount(request, typed)}
  <p class="cancel"><a href="${cancelTo}">Cancel</a></p>
</main>`;

/** In place of the chooser when nobody can be sent back safely. */
export const refusedSignIn = (message: string): Html => html`<main>
  <p class="demo"><b>Demo.</b> This page stands in for Google.</p>
  <h1>This sign-in cannot go on</h1>
  <p class="sub">${message}</p>
  <p class="cancel"><a href="/">Back to Ozvena</a></p>
</main>`;
