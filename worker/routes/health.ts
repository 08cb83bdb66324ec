import { createRoute, z } from '@hono/zod-openapi';
import { allow, createRouter, json, problems } from './declare.ts';

const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  ...allow('look_around'),
  tags: ['operations'],
  summary: 'The Worker answers',
  responses: { ...problems, 200: json(healthSchema, 'It does.') },
});

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  ...allow('look_around'),
  tags: ['operations'],
  summary: 'The Worker is configured and its database answers',
  responses: { ...problems, 200: json(healthSchema, 'Both.') },
});

/** For monitors. */
export const healthRoutes = createRouter()
  .openapi(healthz, (c) => c.json({ status: 'ok' as const }, 200))
  .openapi(readyz, async (c) => {
    await c.get('ctx').db.prepare('SELECT COUNT(*) FROM model_profiles').first();
    return c.json({ status: 'ok' as const }, 200);
  });
