import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AccountRole, AdminActionKind, LimitClass, Plan, RemovalReason } from '../../api/wire.ts';

export const ROLE_WORDS: Record<AccountRole, MessageDescriptor> = {
  user: msg`User`,
  paid: msg`Paid`,
  admin: msg`Administrator`,
  superadmin: msg`Superadmin`,
};

/** What each role may do, for whoever is about to give it. */
export const ROLE_MEANINGS: Record<AccountRole, MessageDescriptor> = {
  user: msg`Pays with credits and uses every tool.`,
  paid: msg`The same as a user; what they make goes first in the queue.`,
  admin: msg`Sees everybody here, can suspend users, and makes things at no cost.`,
  superadmin: msg`The same as an administrator, and changes roles.`,
};

export const LIMIT_WORDS: Record<LimitClass, MessageDescriptor> = {
  work: msg`changes`,
  reads: msg`reads`,
};

export const PLAN_WORDS: Record<Plan, MessageDescriptor> = {
  free: msg`Free`,
  pro: msg`Pro`,
  enterprise: msg`Enterprise`,
};

export const ACTION_WORDS: Record<AdminActionKind, MessageDescriptor> = {
  user_blocked: msg`Suspended an account`,
  user_unblocked: msg`Let an account in again`,
  role_changed: msg`Changed a role`,
  limit_changed: msg`Changed a limit of requests`,
  vendor_changed: msg`Changed a vendor`,
  model_changed: msg`Changed a model`,
  vendor_key_added: msg`Added a key of a vendor`,
  vendor_key_changed: msg`Changed a key of a vendor`,
  vendor_key_retired: msg`Retired a key of a vendor`,
  voice_template_set: msg`Assigned voices to a key`,
  voice_template_removed: msg`Took a group of voices apart`,
  deletion_retried: msg`Had files removed at once`,
  credits_given: msg`Gave credits`,
  credits_adjusted: msg`Corrected a balance`,
  model_worker_set: msg`Changed who makes a model’s jobs`,
  payment_event_taken_up: msg`Took up again what a processor told`,
  payment_event_set_aside: msg`Set aside what a processor told`,
  vendor_cost_set: msg`Said what a vendor asks for a model`,
  payment_refunded: msg`Gave a payment back`,
  refund_resolved: msg`Said what became of a refund`,
  enterprise_request_marked: msg`Said how far a request is`,
};

/** Why files are removed. */
export const REMOVAL_WORDS: Record<RemovalReason, MessageDescriptor> = {
  retention: msg`Their time was over`,
  over_limit: msg`Newer results took their place`,
  by_owner: msg`Their owner removed them`,
  not_delivered: msg`The job did not deliver`,
  orphan: msg`Left behind by a run that broke off`,
};

export const isOperator = (role: AccountRole): boolean => role === 'admin' || role === 'superadmin';
