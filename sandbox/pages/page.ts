import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { SandboxEnv } from '../env.ts';

export type PageContext = Context<{ Bindings: SandboxEnv }>;
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** No script at all, and nothing from anywhere else. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of every page of the sandbox. A form's Origin would be "null" under a stricter referrer policy. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_POLICY,
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

export const STYLESHEET_PATH = '/sandbox/style.css';

const mark = html`<svg class="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true"><g stroke-linecap="round"><circle cx="9" cy="16" r="5.6" stroke-width="4.4"/><path d="M17.8 8.2a11.8 11.8 0 0 1 0 15.6" stroke-width="2.7"/><path d="M23.6 4.9a18.3 18.3 0 0 1 0 22.2" stroke-width="1.7"/></g></svg>`;

type Page = {
  title: string;
  /** The name of the layout in the stylesheet. */
  layout: 'mailbox' | 'chooser';
  body: Html;
  /** Loads the page again after so many seconds. */
  refresh_seconds?: number | undefined;
  status?: 200 | 400 | 403 | 404 | 422;
};

/** Answers with a page. All that is put into `html` templates is escaped by them. */
export const writePage = (c: PageContext, { title, layout, body, refresh_seconds, status = 200 }: Page) => {
  // The header does what the meta tag does, and leaves nothing in the page that a reader would stumble over.
  if (refresh_seconds !== undefined) c.header('Refresh', String(refresh_seconds));
  return c.html(
    html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · Ozvena sandbox</title>
    <link rel="icon" href="/favicon.svg">
    <link rel="stylesheet" href="${STYLESHEET_PATH}">
  </head>
  <body class="${layout}">
    <header class="top"><a class="home" href="/">${mark}<span>Ozvena</span></a><span class="tag">Sandbox</span></header>
    ${body}
  </body>
</html>
`,
    status,
    PAGE_HEADERS,
  );
};
