import { writeScriptParts } from './script-parts.ts';

const STYLE_PATH = '/sandbox/razorpay/checkout.css';

/**
 * `window.Razorpay` as far as a page needs it: `new Razorpay(options)`, `open`, `close`, `on('payment.failed')`; of the
 * options `key`, `order_id` or `subscription_id`, `amount`, `currency`, `name`, `description`, `prefill.email`,
 * `handler`, `callback_url` and `modal.ondismiss` count. It runs in the product's page, under that page's own policy.
 */
export const CHECKOUT_SCRIPT = `(() => {
  ${writeScriptParts(STYLE_PATH)}
  const writeMoney = ({ amount, currency }) =>
    amount === undefined ? '' : new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);

  const goTo = (address, fields) => {
    const form = make('form');
    form.method = 'post';
    form.action = address;
    for (const [name, value] of Object.entries(fields)) {
      const field = make('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  };

  class Razorpay {
    constructor(options) {
      if (!options || !options.key) throw new Error('Razorpay: there is no key');
      if (!options.order_id === !options.subscription_id) throw new Error('Razorpay: an order or a subscription');
      this.options = options;
      this.listeners = [];
    }

    on(event, listener) {
      if (event === 'payment.failed') this.listeners.push(listener);
    }

    open() {
      loadStyle();
      const { options } = this;
      const money = writeMoney(options);
      const dialog = make('dialog', 'sandbox-razorpay');
      dialog.lang = 'en';
      dialog.dir = 'ltr';
      dialog.setAttribute('aria-labelledby', 'sandbox-razorpay-title');
      const note = make('p', 'sandbox-razorpay-note');
      note.append(make('b', '', 'Demo checkout, no real money.'), ' This stands in for Razorpay. It asks for no card.');
      const title = make('h2', '', money || 'Subscription');
      title.id = 'sandbox-razorpay-title';
      const what = make('p', 'sandbox-razorpay-what', [options.name, options.description].filter(Boolean).join(': '));
      const email = options.prefill && options.prefill.email;
      const who = make('p', 'sandbox-razorpay-who', email ? 'Receipt to ' + email : '');
      const status = make('p', 'sandbox-razorpay-status');
      status.setAttribute('role', 'status');
      const choices = [
        ['pay', money ? 'Pay ' + money : 'Subscribe'],
        ['fail', 'Let the bank decline'],
        ...(options.order_id ? [['pay_twice', 'Pay twice']] : []),
      ];
      const buttons = choices.map(([outcome, label]) => {
        const button = make('button', '', label);
        button.type = 'button';
        button.addEventListener('click', () => this.choose(outcome, buttons, status));
        return button;
      });
      const leave = make('button', 'sandbox-razorpay-leave', 'Leave without paying');
      leave.type = 'button';
      leave.addEventListener('click', () => this.dismiss());
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault();
        this.dismiss();
      });
      dialog.append(note, title, what, who, ...buttons, leave, status);
      this.dialog = dialog;
      document.body.append(dialog);
      dialog.showModal();
    }

    async choose(outcome, buttons, status) {
      if (this.isBusy) return;
      this.isBusy = true;
      for (const button of buttons) button.setAttribute('aria-disabled', 'true');
      status.textContent = 'One moment…';
      const { key, order_id, subscription_id, handler, callback_url } = this.options;
      try {
        const reply = await fetch('/sandbox/razorpay/pay', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ key, order_id, subscription_id, outcome }),
        });
        const said = await reply.json();
        if (reply.ok) {
          this.close();
          if (callback_url) goTo(callback_url, said);
          else if (handler) handler(said);
          return;
        }
        status.textContent = said.error.description;
        for (const listener of this.listeners) listener(said);
      } catch {
        status.textContent = 'The checkout could not be reached. Try again.';
      }
      this.isBusy = false;
      for (const button of buttons) button.removeAttribute('aria-disabled');
    }

    dismiss() {
      if (this.isBusy) return;
      this.close();
      const { modal } = this.options;
      if (modal && modal.ondismiss) modal.ondismiss();
    }

    close() {
      if (this.dialog) this.dialog.remove();
      this.dialog = undefined;
    }
  }

  window.Razorpay = Razorpay;
})();
`;

/** Light in every theme, as the vendor's own is. */
export const CHECKOUT_STYLE = `
.sandbox-razorpay { box-sizing: border-box; position: fixed; inset: 0; margin: auto; height: fit-content; width: min(26rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 24px; border: 0; border-radius: 12px; background: #fff; color: #16202b; color-scheme: light; font: 15px/22px system-ui, sans-serif; box-shadow: 0 16px 48px rgb(0 0 0 / 0.28); overflow: auto; }
.sandbox-razorpay::backdrop { background: rgb(8 14 20 / 0.6); }
.sandbox-razorpay p, .sandbox-razorpay h2 { margin: 0; overflow-wrap: anywhere; }
.sandbox-razorpay h2 { margin-top: 20px; font-size: 28px; line-height: 34px; font-weight: 600; letter-spacing: -0.01em; }
.sandbox-razorpay-note { padding: 10px 12px; border: 1px dashed #7a8794; border-radius: 8px; color: #46525e; font-size: 13px; line-height: 20px; }
.sandbox-razorpay-note b { color: #16202b; }
.sandbox-razorpay-what { margin-top: 4px !important; color: #46525e; }
.sandbox-razorpay-who { color: #46525e; font-size: 13px; }
.sandbox-razorpay button { display: block; width: 100%; min-height: 44px; margin-top: 8px; padding: 8px 16px; border: 1px solid #7a8794; border-radius: 6px; background: #fff; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
.sandbox-razorpay-who + button { margin-top: 20px; border-color: #16202b; background: #16202b; color: #fff; }
.sandbox-razorpay button:hover { background: #eef1f4; }
.sandbox-razorpay-who + button:hover { background: #2d3a47; }
.sandbox-razorpay button:focus-visible { outline: 2px solid #16202b; outline-offset: 2px; }
.sandbox-razorpay button[aria-disabled="true"] { opacity: 0.5; cursor: default; }
.sandbox-razorpay .sandbox-razorpay-leave { border-color: transparent; font-weight: 400; text-decoration: underline; text-underline-offset: 3px; }
.sandbox-razorpay-status { min-height: 22px; margin-top: 8px !important; color: #46525e; text-align: center; }
`.trimStart();
