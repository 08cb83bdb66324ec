import { html } from 'hono/html';
import type { Webhook } from '../state/payment-outbox.ts';
import type { ListedSubscription } from '../state/razorpay-subscriptions.ts';
import { writeMoney } from './checkout-view.ts';
import type { Html } from './page.ts';
import { emptyView, FULL_TIME, writeTime } from './parts.ts';

const act = (action: string, label: string, outcome?: string): Html => html`<form method="post" action="${action}">
  <button${outcome === undefined ? '' : html` name="outcome" value="${outcome}"`}>${label}</button>
</form>`;

const OVER: readonly string[] = ['cancelled', 'completed'];

const subscription = (one: ListedSubscription): Html => {
  const { id, status, plan, amount, currency, paid_count, total_count, current_end } = one;
  const until = current_end === null ? 'not begun' : `paid until ${FULL_TIME.format(current_end * 1_000)} UTC`;
  const action = `/sandbox/payments/subscriptions/${id}/renew`;
  const canRenew = current_end !== null && !OVER.includes(status);
  return html`<li class="entry">
    <p><b dir="auto">${plan}</b>, ${writeMoney(amount / 100, currency)} a cycle <span class="tag">${status}</span></p>
    <p class="small">${id}, cycle ${paid_count} of ${total_count}, ${until}</p>
    ${canRenew ? html`<div class="acts">${act(action, 'Renew now', 'pay')}${act(action, 'Let the renewal fail', 'fail')}</div>` : ''}
  </li>`;
};

const STATUS = { waiting: 'on its way', thanked: 'taken', refused: 'not taken', lost: 'lost' } as const;

const NAMES: Readonly<Record<string, string>> = { razorpay: 'Razorpay', wayforpay: 'WayForPay', whitepay: 'WhitePay' };

const webhook = (one: Webhook, now: number): Html => html`<li class="entry">
  <p><b>${one.event}</b> of ${NAMES[one.vendor] ?? one.vendor} <span class="tag">${STATUS[one.status]}${one.answer === null ? '' : `, ${one.answer}`}</span></p>
  <p class="small">to ${one.url}, ${writeTime(one.at, now)}</p>
  <div class="acts">${act(`/sandbox/payments/webhooks/${one.id}/send`, 'Send again')}</div>
</li>`;

/** The processors' cabinets in one: what renews, and what was told. */
export const paymentsView = (subscriptions: ListedSubscription[], webhooks: Webhook[], now: number): Html => html`<main>
  <div class="lead">
    <h1>Payments</h1>
    <p>What the demo processors know and have told. No real money is behind any of it.</p>
  </div>
  <section><h2>Subscriptions</h2>
    ${
      subscriptions.length === 0
        ? html`<p class="none">When somebody subscribes, it is here, to be renewed without waiting a month.</p>`
        : html`<ol class="lines">${subscriptions.map(subscription)}</ol>`
    }
  </section>
  <section><h2>Webhooks</h2>
    ${
      webhooks.length === 0
        ? emptyView('What a processor tells Ozvena is here, to be sent again.')
        : html`<ol class="lines">${webhooks.map((one) => webhook(one, now))}</ol>`
    }
  </section>
</main>`;
