import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { RECEIVED_PATH_MAX_CHARS, RECEIVER_REFRESH_SECONDS } from '../limits.ts';
import { openState } from '../state/open-state.ts';
import { writePage } from './page.ts';
import { callList, callView, missingCall } from './receiver-views.ts';

const pathSchema = z
  .string()
  .trim()
  .max(RECEIVED_PATH_MAX_CHARS)
  .transform((path) => (path === '' ? undefined : `/${path.replace(/^\/+/, '')}`))
  .optional();

const idSchema = z.coerce.number().int().positive();

/** What came to the receiver of webhooks, for people (`/sandbox/receiver`) and for tests (`/sandbox/receiver.json`). */
export const receiverPages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/receiver', async (c) => {
    const path = pathSchema.safeParse(c.req.query('path')).data;
    const is_watching = c.req.query('watch') !== 'off';
    const calls = await openState(c.env).listReceived(path);
    return writePage(c, {
      title: 'Receiver',
      layout: 'mailbox',
      body: callList({ calls, path, is_watching, refresh_seconds: RECEIVER_REFRESH_SECONDS, now: Date.now() }),
      refresh_seconds: is_watching ? RECEIVER_REFRESH_SECONDS : undefined,
    });
  })
  .get('/receiver.json', async (c) => {
    const calls = await openState(c.env).listReceived(pathSchema.safeParse(c.req.query('path')).data);
    return c.json({ calls, count: calls.length });
  })
  .get('/receiver/:id', async (c) => {
    const id = idSchema.safeParse(c.req.param('id')).data;
    const call = id === undefined ? null : await openState(c.env).findReceived(id);
    if (!call) return writePage(c, { title: 'No such call', layout: 'mailbox', body: missingCall, status: 404 });
    const path = pathSchema.safeParse(c.req.query('path')).data;
    return writePage(c, { title: 'A call', layout: 'mailbox', body: callView(call, path, Date.now()) });
  });
