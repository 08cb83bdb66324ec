import { html } from 'hono/html';
import type { Html } from './page.ts';

export const FULL_TIME = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const writeAgo = (at: number, now: number): string => {
  const age_ms = Math.max(0, now - at);
  if (age_ms < MINUTE_MS) return 'just now';
  if (age_ms < HOUR_MS) return AGO.format(-Math.floor(age_ms / MINUTE_MS), 'minute');
  if (age_ms < DAY_MS) return AGO.format(-Math.floor(age_ms / HOUR_MS), 'hour');
  return AGO.format(-Math.floor(age_ms / DAY_MS), 'day');
};

/** When something was, as it is said; in full to whoever points at it. */
export const writeTime = (at: number, now: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${FULL_TIME.format(at)} UTC">${writeAgo(at, now)}</time>`;

/** A list without anything in it. */
export const emptyView = (sentence: Html | string): Html => html`<div class="empty">
  <svg viewBox="0 0 120 120" fill="none" aria-hidden="true"><circle cx="60" cy="60" r="18" stroke-width="5"/><circle cx="60" cy="60" r="34" stroke-width="3.1"/><circle cx="60" cy="60" r="50" stroke-width="1.9"/></svg>
  <h2>Nothing has come back yet</h2>
  <p>${sentence}</p>
</div>`;
