import { Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';
import { writeScriptParts } from './script-parts.ts';

const STYLE_PATH = '/sandbox/turnstile/widget.css';

/**
 * Stands in for Turnstile's own script, as far as a page needs it that draws its widgets itself: `render`, `reset`,
 * `remove`, `ready`, `getResponse`. What becomes of a token is what the person chooses; vendors/turnstile.ts keeps to it.
 */
const SCRIPT = `(() => {
  const CHOICES = [
    { kind: 'pass', label: 'I am a person', said: 'Passed.' },
    { kind: 'fail', label: 'Fail', said: 'This token will be refused.' },
    { kind: 'expired', label: 'Expire', said: 'This token has run out.' },
    { kind: 'timeout', label: 'Time out', said: 'The check of this token gets no answer.' },
  ];
  const widgets = new Map();
  let drawn = 0;

  ${writeScriptParts(STYLE_PATH)}
  const draw = (widget) => {
    const { root, params } = widget;
    widget.response = undefined;
    const status = make('p', 'sandbox-turnstile-status');
    status.setAttribute('role', 'status');
    const intro = make('p', 'sandbox-turnstile-intro');
    intro.append(make('b', '', 'Demo.'), ' This stands in for Cloudflare Turnstile.');
    const buttons = make('div', 'sandbox-turnstile-choices');
    for (const { kind, label, said } of CHOICES) {
      const button = make('button', '', label);
      button.type = 'button';
      button.addEventListener('click', () => {
        if (widget.response !== undefined) return;
        const action = kind === 'pass' && params.action ? ':' + params.action : '';
        widget.response = 'sandbox-' + kind + action + ':' + crypto.randomUUID();
        for (const other of buttons.children) other.setAttribute('aria-disabled', 'true');
        button.setAttribute('aria-pressed', 'true');
        status.textContent = said;
        if (typeof params.callback === 'function') params.callback(widget.response);
      });
      buttons.append(button);
    }
    root.replaceChildren(intro, buttons, status);
  };

  const find = (id) => widgets.get(id) ?? (id === undefined ? [...widgets.values()].at(-1) : undefined);

  window.turnstile = {
    ready: (callback) => callback(),
    render: (target, params = {}) => {
      const container = typeof target === 'string' ? document.querySelector(target) : target;
      if (!container) throw new Error('Turnstile: there is no such container');
      loadStyle();
      const root = make('div', 'sandbox-turnstile');
      root.setAttribute('role', 'group');
      root.setAttribute('aria-label', 'Demo check: are you a person?');
      root.lang = 'en';
      root.dir = 'ltr';
      root.dataset.theme = params.theme === 'dark' || params.theme === 'light' ? params.theme : 'auto';
      drawn += 1;
      const id = 'sandbox-turnstile-' + drawn;
      const widget = { root, params, response: undefined };
      widgets.set(id, widget);
      draw(widget);
      container.append(root);
      return id;
    },
    reset: (id) => {
      const widget = find(id);
      if (widget) draw(widget);
    },
    remove: (id) => {
      widgets.get(id)?.root.remove();
      widgets.delete(id);
    },
    getResponse: (id) => find(id)?.response,
    isExpired: () => false,
  };
})();
`;

const LIGHT = '--box: #fafafa; --edge: #8a8a8a; --text: #232323; --quiet: #5c5c5c; --button: #fff; --line: #8a8a8a;';
const DARK = '--box: #232323; --edge: #797979; --text: #f2f2f2; --quiet: #b9b9b9; --button: #333; --line: #9a9a9a;';

const STYLE = `
.sandbox-turnstile { ${LIGHT} color-scheme: light; }
.sandbox-turnstile[data-theme="dark"] { ${DARK} color-scheme: dark; }
@media (prefers-color-scheme: dark) { .sandbox-turnstile[data-theme="auto"] { ${DARK} color-scheme: dark; } }
.sandbox-turnstile { box-sizing: border-box; width: 100%; padding: 12px; border: 1px dashed var(--edge); background: var(--box); color: var(--text); font: 14px/20px system-ui, sans-serif; }
.sandbox-turnstile p { margin: 0; }
.sandbox-turnstile-intro { color: var(--quiet); }
.sandbox-turnstile-choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
.sandbox-turnstile button { min-height: 32px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 4px; background: var(--button); color: inherit; font: inherit; cursor: pointer; }
.sandbox-turnstile button:first-child { font-weight: 600; }
.sandbox-turnstile button:focus-visible { outline: 2px solid currentcolor; outline-offset: 2px; }
.sandbox-turnstile button[aria-disabled="true"] { opacity: 0.5; cursor: default; }
.sandbox-turnstile button[aria-pressed="true"] { opacity: 1; border-color: currentcolor; }
.sandbox-turnstile-status { min-height: 20px; margin-top: 8px !important; color: var(--quiet); }
`.trimStart();

const headersOf = (type: string) =>
  ({ 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' }) as const;

/** The one script of the sandbox that a page of the product loads: it runs there, under that page's own policy. */
export const turnstileWidget = new Hono<{ Bindings: SandboxEnv }>()
  .get('/turnstile/api.js', (c) => c.body(SCRIPT, 200, headersOf('text/javascript; charset=utf-8')))
  .get('/turnstile/widget.css', (c) => c.body(STYLE, 200, headersOf('text/css; charset=utf-8')));
