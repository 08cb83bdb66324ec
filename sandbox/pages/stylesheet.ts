import { Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';

/** The house's colours in its light and dark tuning. Amber stays with the mark: nothing here makes sound. */
const COLOURS = `
:root {
  color-scheme: light dark;
  --paper: oklch(0.962 0.005 185); --surface: oklch(0.987 0.003 185); --raised: oklch(0.998 0.001 185);
  --sunken: oklch(0.932 0.007 188); --line: oklch(0.872 0.009 190); --line-strong: oklch(0.61 0.014 195);
  --ink: oklch(0.235 0.022 205); --ink-2: oklch(0.405 0.02 203); --ink-3: oklch(0.5 0.017 200);
  --on-ink: oklch(0.975 0.004 185); --sound: oklch(0.742 0.168 57); --danger: oklch(0.51 0.19 18);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: oklch(0.192 0.013 205); --surface: oklch(0.226 0.015 205); --raised: oklch(0.262 0.017 205);
    --sunken: oklch(0.162 0.012 205); --line: oklch(0.315 0.016 205); --line-strong: oklch(0.54 0.016 200);
    --ink: oklch(0.948 0.006 185); --ink-2: oklch(0.775 0.011 190); --ink-3: oklch(0.665 0.013 195);
    --on-ink: oklch(0.2 0.013 205); --sound: oklch(0.768 0.158 60); --danger: oklch(0.735 0.145 18);
  }
}`;

const COMMON = `
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100dvh; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5rem "Mona Sans", system-ui, sans-serif; -webkit-font-smoothing: antialiased;
}
h1, h2, p, ol, ul, dl, dd, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: 1.75rem; line-height: 2.125rem; font-weight: 600; letter-spacing: -0.014em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 0.8125rem; line-height: 1.25rem; font-weight: 600; }
a { color: inherit; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentcolor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
input[type="text"], input[type="email"] {
  width: 100%; height: 2.5rem; padding: 0 0.75rem; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--raised);
}
input::placeholder { color: var(--ink-3); opacity: 1; }
input[aria-invalid="true"] { border-color: var(--danger); }
.top { display: flex; align-items: center; gap: 0.75rem; }
.home { display: inline-flex; align-items: center; gap: 0.5rem; text-decoration: none; font-size: 1.1875rem; font-weight: 600; letter-spacing: -0.02em; }
.mark { width: 1.75rem; height: 1.75rem; stroke: var(--sound); }
.tag { padding: 0 0.375rem; border: 1px solid var(--line); border-radius: 3px; color: var(--ink-2); font-size: 0.75rem; line-height: 1.25rem; }`;

const MAILBOX = `
.mailbox { padding: 1.25rem 1rem 4rem; }
.mailbox > * { max-width: 56rem; margin-inline: auto; }
.mailbox main { margin-top: 2rem; }
.lead p, .state, .note { color: var(--ink-2); }
.lead p { margin-top: 0.25rem; }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; margin-top: 1.5rem; }
.filter label { width: 100%; font-weight: 500; }
.filter input { flex: 1 1 12rem; max-width: 24rem; }
.filter button { height: 2.5rem; padding: 0 1rem; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--raised); font-weight: 600; }
.filter button:hover { background: var(--sunken); }
.filter a { padding: 0.5rem 0; }
.state { margin-top: 0.75rem; font-size: 0.8125rem; line-height: 1.25rem; }
.lines { margin-top: 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); overflow: hidden; }
.lines li + li { border-top: 1px solid var(--line); }
.line { display: grid; grid-template-columns: minmax(0, 9rem) minmax(0, 1fr) auto; gap: 0 1rem; padding: 0.75rem 1rem; text-decoration: none; }
.line:hover { background: var(--raised); }
.line:focus-visible { outline-offset: -3px; border-radius: 12px; }
.who { font-weight: 500; }
.what b { font-weight: 600; }
.who, .what, .whom { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.preview, .whom, .when { color: var(--ink-3); }
.whom, .when { font-size: 0.8125rem; }
.whom { grid-column: 2 / -1; }
.empty { margin-top: 1rem; padding: 3.5rem 1rem; border: 1px dashed var(--line-strong); border-radius: 12px; text-align: center; }
.empty svg { width: 7.5rem; stroke: var(--line-strong); }
.empty h2 { margin-top: 1rem; font-size: 1.125rem; line-height: 1.75rem; }
.empty p { margin-top: 0.25rem; color: var(--ink-2); overflow-wrap: anywhere; }
.back { margin-bottom: 1rem; }
.facts { margin-top: 1.25rem; font-size: 0.8125rem; line-height: 1.25rem; }
.facts div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 1rem; padding: 0.375rem 0; border-top: 1px solid var(--line); }
.facts dt { color: var(--ink-3); overflow-wrap: anywhere; }
.facts dd { overflow-wrap: anywhere; }
.mailbox section { margin-top: 1.75rem; }
.mailbox h2 + * { margin-top: 0.5rem; }
.note { margin-top: 1.75rem; }
iframe { display: block; width: 100%; height: 30rem; max-height: 80dvh; border: 1px solid var(--line); border-radius: 12px; background: #fff; color-scheme: light; }
pre { padding: 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); font: 0.8125rem/1.375rem ui-monospace, "SFMono-Regular", Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .line { grid-template-columns: minmax(0, 1fr) auto; }
  .what { grid-column: 1 / -1; white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .when { grid-row: 1; grid-column: 2; }
  .whom { grid-column: 1 / -1; }
  .facts div { grid-template-columns: 4.5rem minmax(0, 1fr); }
}`;

const CHOOSER = `
.chooser { display: flex; flex-direction: column; align-items: center; padding: 1.25rem 1rem 4rem; }
.chooser > .top { width: 100%; max-width: 28rem; }
.chooser main { width: 100%; max-width: 28rem; margin-top: 2rem; padding: 1.75rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.demo { margin-bottom: 1.5rem; padding: 0.625rem 0.75rem; border: 1px dashed var(--line-strong); border-radius: 8px; color: var(--ink-2); font-size: 0.8125rem; line-height: 1.25rem; }
.demo b { color: var(--ink); font-weight: 600; }
.sub { margin-top: 0.25rem; color: var(--ink-2); overflow-wrap: anywhere; }
.people { margin-top: 1.25rem; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.people li + li { border-top: 1px solid var(--line); }
.person { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); gap: 0 0.75rem; align-items: center; width: 100%; padding: 0.625rem 0.75rem; border: 0; background: var(--raised); text-align: start; }
.person:hover { background: var(--sunken); }
.person:focus-visible { outline-offset: -3px; border-radius: 8px; }
.initials { grid-row: span 2; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 5px; background: var(--sunken); color: var(--ink-2); font-size: 0.8125rem; font-weight: 600; }
.person:hover .initials { background: var(--raised); }
.name { font-weight: 500; line-height: 1.25rem; }
.email { grid-column: 2; color: var(--ink-2); font-size: 0.8125rem; line-height: 1.25rem; overflow-wrap: anywhere; }
.person .tag { grid-column: 2; justify-self: start; margin-top: 0.25rem; }
.other { display: grid; margin-top: 1.75rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.other h2 { font-size: 1.125rem; line-height: 1.75rem; }
.other label { margin-top: 0.75rem; margin-bottom: 0.25rem; font-weight: 500; }
.other .check { display: flex; gap: 0.5rem; align-items: center; margin-bottom: 0; padding: 0.25rem 0; font-weight: 400; color: var(--ink-2); cursor: pointer; }
.check input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--ink); }
.fault { margin-top: 0.25rem; color: var(--danger); font-size: 0.8125rem; line-height: 1.25rem; }
.act { height: 2.75rem; margin-top: 1rem; border: 0; border-radius: 5px; background: var(--ink); color: var(--on-ink); font-weight: 600; }
.act:hover { background: var(--ink-2); }
.cancel { margin-top: 1rem; text-align: center; }
.cancel a { display: inline-block; padding: 0.5rem 1rem; }
@media (max-width: 30rem) {
  .chooser main { padding: 1.25rem; }
}`;

const CHECKOUT = `
.choices { display: grid; gap: 0.5rem; margin-top: 1.5rem; }
.choices .act { margin-top: 0; }
.other-act { min-height: 2.75rem; padding: 0.25rem 1rem; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--raised); font-weight: 600; }
.other-act:hover { background: var(--sunken); }
.chooser .facts dd { text-align: end; }
.entry { padding: 0.75rem 1rem; }
.entry p { overflow-wrap: anywhere; }
.entry .tag { white-space: nowrap; }
.small, .none { color: var(--ink-2); font-size: 0.8125rem; line-height: 1.25rem; }
.acts { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.5rem; }
.acts button { min-height: 2.25rem; padding: 0 0.75rem; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--raised); font-size: 0.8125rem; font-weight: 600; }
.acts button:hover { background: var(--sunken); }`;

const STYLESHEET = `${COLOURS}${COMMON}${MAILBOX}${CHOOSER}${CHECKOUT}\n`.trimStart();

/** The one stylesheet of all pages, as a file of its own: so the pages need no inline style. */
export const stylesheet = new Hono<{ Bindings: SandboxEnv }>().get('/style.css', (c) =>
  c.body(STYLESHEET, 200, {
    'Content-Type': 'text/css; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  }),
);
