import { createRoute, z } from '@hono/zod-openapi';
import {
  adjustCreditsSchema,
  adminActionListSchema,
  adminActionQuerySchema,
  adminUserListSchema,
  adminUserQuerySchema,
  adminUserViewSchema,
  blockUserSchema,
  changeLimitSchema,
  changeRoleSchema,
  giveCreditsSchema,
  planLimitListSchema,
  planLimitSchema,
  planSchema,
  userBalanceSchema,
  userStandingSchema,
} from '../contract/admin.ts';
import { LIMIT_CLASSES } from '../contract/permissions.ts';
import { type AppContext, userOf } from '../http.ts';
import { blockUser, unblockUser } from '../services/admin/block-user.ts';
import { changeRole } from '../services/admin/change-role.ts';
import type { Order } from '../services/admin/change-user.ts';
import { giveCredits } from '../services/admin/give-credits.ts';
import { listActions } from '../services/admin/list-actions.ts';
import { listUsers } from '../services/admin/list-users.ts';
import { changePlanLimit, listPlanLimits } from '../services/admin/plan-limits.ts';
import { readUser } from '../services/admin/read-user.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const ofUser = z.object({ userId: z.string() });
const standing = { ...problems, 200: json(userStandingSchema, 'Where the user stands now.') };

const list = createRoute({
  method: 'get',
  path: '/api/admin/users',
  ...allow('operate'),
  tags: ['operators'],
  summary: 'All accounts, the newest first',
  request: { query: adminUserQuerySchema },
  responses: { ...problems, 200: json(adminUserListSchema, 'A page of accounts.') },
});

const view = createRoute({
  method: 'get',
  path: '/api/admin/users/{userId}',
  ...allow('operate'),
  tags: ['operators'],
  summary: 'One account',
  request: { params: ofUser },
  responses: { ...problems, 200: json(adminUserViewSchema, 'The account and the latest of everything it has.') },
});

const block = createRoute({
  method: 'post',
  path: '/api/admin/users/{userId}/block',
  ...allow('block_users'),
  tags: ['operators'],
  summary: 'Suspend an account at once',
  description: 'Ends its sessions, stops its tokens and cuts its live sockets. An administrator’s takes a superadmin.',
  request: { params: ofUser, body: jsonBody(blockUserSchema) },
  responses: standing,
});

const unblock = createRoute({
  method: 'post',
  path: '/api/admin/users/{userId}/unblock',
  ...allow('block_users'),
  tags: ['operators'],
  summary: 'Let a suspended account in again',
  request: { params: ofUser, body: jsonBody(blockUserSchema) },
  responses: standing,
});

const role = createRoute({
  method: 'patch',
  path: '/api/admin/users/{userId}/role',
  ...allow('change_roles'),
  tags: ['operators'],
  summary: 'Give an account another role',
  description: 'For superadmins; nobody changes his own.',
  request: { params: ofUser, body: jsonBody(changeRoleSchema) },
  responses: standing,
});

const gift = createRoute({
  method: 'post',
  path: '/api/admin/users/{userId}/gift',
  ...allow('give_credits'),
  tags: ['operators'],
  summary: 'Give somebody credits',
  description: 'The reason stands in the audit log and in the receiver’s own statement. Once per `clientGiftId`.',
  request: { params: ofUser, body: jsonBody(giveCreditsSchema) },
  responses: { ...problems, 200: json(userBalanceSchema, 'What the receiver has now.') },
});

const adjustment = createRoute({
  method: 'post',
  path: '/api/admin/users/{userId}/adjustment',
  ...allow('give_credits'),
  tags: ['operators'],
  summary: 'Correct a balance, up or down',
  description: 'Never below zero. The reason stands in the audit log and in the user’s own statement.',
  request: { params: ofUser, body: jsonBody(adjustCreditsSchema) },
  responses: { ...problems, 200: json(userBalanceSchema, 'What the user has now.') },
});

const audit = createRoute({
  method: 'get',
  path: '/api/admin/audit',
  ...allow('operate'),
  tags: ['operators'],
  summary: 'What operators have done, the newest first',
  request: { query: adminActionQuerySchema },
  responses: { ...problems, 200: json(adminActionListSchema, 'A page of the audit log.') },
});

const limits = createRoute({
  method: 'get',
  path: '/api/admin/limits',
  ...allow('operate'),
  tags: ['operators'],
  summary: 'How often the accounts of each plan may ask',
  responses: { ...problems, 200: json(planLimitListSchema, 'Every plan with both its limits.') },
});

const changeLimit = createRoute({
  method: 'patch',
  path: '/api/admin/limits/{plan}/{limitClass}',
  ...allow('change_limits'),
  tags: ['operators'],
  summary: 'Change a limit of a plan',
  description: 'Felt by its accounts within a minute.',
  request: {
    params: z.object({ plan: planSchema, limitClass: z.enum(LIMIT_CLASSES) }),
    body: jsonBody(changeLimitSchema),
  },
  responses: { ...problems, 200: json(planLimitSchema, 'The limit as it is now.') },
});

const orderOf = (c: AppContext, about: { userId: string; reason: string }): Order => ({
  ...about,
  operatorId: userOf(c).userId,
  origin: originOf(c),
});

/** Operators: who is here, what was done to whom, and the doing of it. */
export const adminRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listUsers(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(view, async (c) => c.json(await readUser(c.get('ctx'), c.req.valid('param').userId), 200))
  .openapi(block, async (c) => {
    const order = orderOf(c, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.json(await blockUser(c.get('ctx'), order), 200);
  })
  .openapi(unblock, async (c) => {
    const order = orderOf(c, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.json(await unblockUser(c.get('ctx'), order), 200);
  })
  .openapi(role, async (c) => {
    const { role: wished, reason } = c.req.valid('json');
    const order = orderOf(c, { ...c.req.valid('param'), reason });
    return c.json(await changeRole(c.get('ctx'), { ...order, role: wished }), 200);
  })
  .openapi(gift, async (c) => {
    const { clientGiftId, credits, reason } = c.req.valid('json');
    const order = orderOf(c, { ...c.req.valid('param'), reason });
    return c.json(await giveCredits(c.get('ctx'), { ...order, kind: 'gift', clientGiftId, credits }), 200);
  })
  .openapi(adjustment, async (c) => {
    const { clientGiftId, credits, reason } = c.req.valid('json');
    const order = orderOf(c, { ...c.req.valid('param'), reason });
    return c.json(await giveCredits(c.get('ctx'), { ...order, kind: 'adjustment', clientGiftId, credits }), 200);
  })
  .openapi(limits, async (c) => c.json(await listPlanLimits(c.get('ctx')), 200))
  .openapi(changeLimit, async (c) => {
    const order = { operatorId: userOf(c).userId, origin: originOf(c) };
    const limit = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await changePlanLimit(c.get('ctx'), { ...order, ...limit }), 200);
  })
  .openapi(audit, async (c) => c.json(await listActions(c.get('ctx'), c.req.valid('query')), 200));
