import { createRoute } from '@hono/zod-openapi';
import { publicConfigSchema } from '../contract/config.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const readConfig = createRoute({
  method: 'get',
  path: '/api/config',
  ...allow('look_around'),
  tags: ['sign in'],
  summary: 'What is set up on this server',
  responses: { ...problems, 200: json(publicConfigSchema, 'The settings that a page needs.') },
});

/** Settings for pages. No secret is among them. */
export const configRoutes = createRouter().openapi(readConfig, (c) => {
  const { google, captcha, config } = c.get('ctx');
  const widget = captcha ? { siteKey: captcha.siteKey, scriptUrl: captcha.scriptUrl } : null;
  return c.json({ hasGoogle: google !== undefined, captcha: widget, supportEmail: config.supportEmail }, 200);
});
