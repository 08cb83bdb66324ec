import { read, routes, until } from './client.ts';
import type {
  AccountRole,
  AdminActionFilter,
  AdminUserFilter,
  AskRefund,
  DeletionQuery,
  GiveCredits,
  PlanLimit,
} from './wire.ts';

const { users, audit, limits, deletions, payments, refunds } = routes.admin;
const one = users[':userId'];

type Page = { cursor: string | undefined; limit: number; signal: AbortSignal };

const paged = ({ cursor, limit }: Page) => ({ limit, ...(cursor === undefined ? {} : { cursor }) });
const about = (userId: string) => ({ param: { userId } });

/** The calls of the admin screens. Apart from the others, so that they are loaded with those screens alone. */
export const adminApi = {
  listUsers: ({ q, role, plan, blocked }: AdminUserFilter, page: Page) => {
    const query = {
      ...paged(page),
      ...(q ? { q } : {}),
      ...(role ? { role } : {}),
      ...(plan ? { plan } : {}),
      ...(blocked === undefined ? {} : { blocked: String(blocked) }),
    };
    return read(users.$get({ query }, until(page.signal)));
  },
  getUser: (userId: string, signal: AbortSignal) => read(one.$get(about(userId), until(signal))),
  blockUser: (userId: string, reason: string) => read(one.block.$post({ ...about(userId), json: { reason } })),
  unblockUser: (userId: string, reason: string) => read(one.unblock.$post({ ...about(userId), json: { reason } })),
  changeRole: (userId: string, role: AccountRole, reason: string) =>
    read(one.role.$patch({ ...about(userId), json: { role, reason } })),
  giveCredits: (userId: string, gift: GiveCredits) => read(one.gift.$post({ ...about(userId), json: gift })),
  adjustCredits: (userId: string, gift: GiveCredits) => read(one.adjustment.$post({ ...about(userId), json: gift })),
  refundPayment: (paymentId: string, refund: AskRefund) =>
    read(payments[':paymentId'].refunds.$post({ param: { paymentId }, json: refund })),
  /** What an operator has found at the processor of a refund that nobody tells of. */
  resolveRefund: (refundId: string, outcome: 'made' | 'failed', reason: string) =>
    read(refunds[':refundId'].resolution.$post({ param: { refundId }, json: { outcome, reason } })),
  /** Each with an id of its own, as lists of rows have it. */
  listLimits: async (signal: AbortSignal) => {
    const { items } = await read(limits.$get({}, until(signal)));
    return { items: items.map((limit) => ({ ...limit, id: `${limit.plan}:${limit.limitClass}` })) };
  },
  changeLimit: ({ plan, limitClass, requests }: PlanLimit, reason: string) =>
    read(limits[':plan'][':limitClass'].$patch({ param: { plan, limitClass }, json: { requests, reason } })),
  listActions: ({ action, actorId, targetId }: AdminActionFilter, page: Page) => {
    const query = {
      ...paged(page),
      ...(action ? { action } : {}),
      ...(actorId ? { actorId } : {}),
      ...(targetId ? { targetId } : {}),
    };
    return read(audit.$get({ query }, until(page.signal)));
  },
  /** Each with an id of its own, as lists of rows have it. */
  listDeletions: async (state: DeletionQuery['state'], page: Page) => {
    const list = await read(deletions.$get({ query: { ...paged(page), state } }, until(page.signal)));
    return { ...list, items: list.items.map((item) => ({ ...item, id: `${item.jobId}:${item.removedAt}` })) };
  },
  retryDeletion: (jobId: string) => read(deletions[':jobId'].retry.$post({ param: { jobId } })),
} as const;
