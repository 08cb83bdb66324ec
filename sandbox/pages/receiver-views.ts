import { html } from 'hono/html';
import type { KeptCall } from '../state/received-calls.ts';
import type { Html } from './page.ts';
import { emptyView, FULL_TIME, writeTime } from './parts.ts';

export const RECEIVER_ADDRESS = 'https://receiver.ozvena.example';

const pagePath = (query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '/sandbox/receiver' : `/sandbox/receiver?${new URLSearchParams(given)}`;
};

/** What a body says it is about, if it is a message of ours. */
const typeOf = (body: string): string => /"type":"([a-z._]{1,40})"/.exec(body)?.[1] ?? 'Something else';

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

const line = (call: KeptCall, path: string | undefined, now: number): Html => {
  const query = path === undefined ? '' : `?${new URLSearchParams({ path })}`;
  return html`<li><a class="line" href="/sandbox/receiver/${call.id}${query}">
    <span class="who">${typeOf(call.body)}</span>
    <span class="what"><b dir="auto">${call.path}</b> <span class="preview">${call.webhook_id}</span></span>
    <span class="when">${writeTime(call.at, now)}</span>
    <span class="whom">answered with ${call.status}</span>
  </a></li>`;
};

type ListView = {
  calls: KeptCall[];
  path: string | undefined;
  is_watching: boolean;
  refresh_seconds: number;
  now: number;
};

/** The calls, to any path or to one. */
export const callList = ({ calls, path, is_watching, refresh_seconds, now }: ListView): Html => html`<main>
  <div class="lead">
    <h1>Receiver</h1>
    <p>Somebody’s server, to try webhooks with: have them sent to ${RECEIVER_ADDRESS}/ and any path, and they arrive here.</p>
  </div>
  <form class="filter" action="/sandbox/receiver" method="get" role="search">
    <label for="path">Calls to</label>
    <input id="path" name="path" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="/any/path" value="${path ?? ''}">
    <button>Show</button>
    ${path === undefined ? '' : html`<a href="/sandbox/receiver">Show all</a>`}
  </form>
  <p class="state"><span>${calls.length === 1 ? '1 call' : `${calls.length} calls`}, ${is_watching ? `looking again every ${refresh_seconds} seconds` : 'not looking for new ones'}.</span>
    <a href="${pagePath({ path, watch: is_watching ? 'off' : undefined })}">${is_watching ? 'Stop looking' : 'Look again'}</a></p>
  ${
    calls.length === 0
      ? emptyView(
          path === undefined
            ? 'When Ozvena calls a webhook, it lands here.'
            : html`Nothing came to <b dir="auto">${path}</b>.`,
        )
      : html`<ol class="lines">${calls.map((call) => line(call, path, now))}</ol>`
  }
</main>`;

/** One call: what is known of it, its headers, its body. */
export const callView = (call: KeptCall, path: string | undefined, now: number): Html => html`<main>
  <p class="back"><a href="${pagePath({ path })}">← Receiver</a></p>
  <h1>${typeOf(call.body)}</h1>
  <dl class="facts">
    <div><dt>Came</dt><dd>${FULL_TIME.format(call.at)} UTC, ${writeTime(call.at, now)}</dd></div>
    <div><dt>To</dt><dd dir="auto">${RECEIVER_ADDRESS}${call.path}</dd></div>
    <div><dt>Answered</dt><dd>${call.status}</dd></div>
  </dl>
  <section><h2>Headers</h2><pre>${Object.entries(call.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}</pre></section>
  <section><h2>Body</h2><pre dir="auto">${pretty(call.body)}</pre></section>
</main>`;

export const missingCall = html`<main>
  <p class="back"><a href="/sandbox/receiver">← Receiver</a></p>
  <div class="empty"><h1>This call is not here</h1><p>It never came, or made room for newer ones.</p></div>
</main>`;
