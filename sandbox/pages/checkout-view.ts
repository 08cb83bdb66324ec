import { html } from 'hono/html';
import type { Html } from './page.ts';

/** An amount as it is read; Intl knows the currencies of countries alone. */
export const writeMoney = (amount: string | number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat('en', { style: 'currency', currency }).format(Number(amount))
    : `${amount} ${currency}`;

type Fields = Readonly<Record<string, string | number>>;

export const hiddenFields = (fields: Fields): Html =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;

type Checkout = {
  /** Whose place this page takes. */
  vendor: string;
  amount: string;
  /** What is bought, and what else there is to know. */
  facts: readonly (readonly [name: string, value: string])[];
  /** Where the choice goes, with what. */
  action: string;
  fields: Fields;
  choices: readonly { outcome: string; label: string }[];
  leaveTo: string;
};

const demoLine = (vendor: string): Html =>
  html`<p class="demo"><b>Demo checkout, no real money.</b> This page stands in for ${vendor}. It asks for no card and moves nothing; choose what is to happen.</p>`;

/** A processor's page: what is to be paid, and what may become of it. The first choice is the one that pays. */
export const checkoutView = ({ vendor, amount, facts, action, fields, choices, leaveTo }: Checkout): Html => html`<main>
  ${demoLine(vendor)}
  <h1>${amount}</h1>
  <p class="sub">to Ozvena</p>
  <dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>
  <form class="choices" method="post" action="${action}">
    ${hiddenFields(fields)}
    ${choices.map(({ outcome, label }, at) => html`<button class="${at === 0 ? 'act' : 'other-act'}" name="outcome" value="${outcome}">${label}</button>`)}
  </form>
  <p class="cancel"><a href="${leaveTo}">Leave without paying</a></p>
</main>`;

/** What became of it, with the way back. @param back the way back: a link, or a form with what the processor proves */
export const outcomeView = (vendor: string, title: string, sentence: string, back: Html): Html => html`<main>
  ${demoLine(vendor)}
  <h1>${title}</h1>
  <p class="sub">${sentence}</p>
  ${back}
</main>`;

export const backLink = (to: string): Html => html`<p class="cancel"><a href="${to}">Back to Ozvena</a></p>`;
