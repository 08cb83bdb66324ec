import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccountRole, ADMIN_TARGETS, AdminActionKind, Plan } from '../contract/admin.ts';
import type { FinishReason } from '../contract/chat.ts';
import type { RemovalReason } from '../contract/deletions.ts';
import type { SignInMethod } from '../contract/identity.ts';
import type { LedgerKind, PriceBook, PriceRule } from '../contract/money.ts';
import type { NotificationKind } from '../contract/notification-kinds.ts';
import type { OrderStatus } from '../contract/orders.ts';
import type { OwnKeyProvider } from '../contract/own-key-providers.ts';
import type { RefundSource, RefundStatus } from '../contract/payments.ts';
import type { LimitClass } from '../contract/permissions.ts';
import type { PlanPeriod, SubscriptionState } from '../contract/plans.ts';
import type { FieldProblem } from '../contract/problem.ts';
import type { Currency, ProcessorId } from '../contract/processors.ts';
import type { Onboarding, Purpose } from '../contract/profile.ts';
import type { Voice } from '../contract/speech.ts';
import type { UploadKind, UploadType } from '../contract/upload-types.ts';

// The tables as queries see them. Guards, checks and triggers live in migrations/, written by hand; a test holds
// these columns against the migrated database.

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  email: text('email'),
  name: text('name').notNull(),
  role: text('role').$type<AccountRole>().notNull(),
  plan: text('plan').$type<Plan>().notNull(),
  isBlocked: integer('is_blocked', { mode: 'boolean' }).notNull(),
  credits: integer('credits').notNull(),
  ledgerSeq: integer('ledger_seq').notNull(),
  createdAt: integer('created_at').notNull(),
  signupFingerprint: text('signup_fingerprint'),
  preferences: text('preferences').notNull(),
  purpose: text('purpose').$type<Purpose>(),
  purposeNote: text('purpose_note'),
  onboarding: text('onboarding').$type<Onboarding>().notNull(),
  deletionRequestedAt: integer('deletion_requested_at'),
  deletionDueAt: integer('deletion_due_at'),
  deletedAt: integer('deleted_at'),
  purgedAt: integer('purged_at'),
  nextGrantAt: integer('next_grant_at'),
  idleCheckAt: integer('idle_check_at'),
  idleSince: integer('idle_since'),
  expiryAt: integer('expiry_at'),
  expiryNotices: integer('expiry_notices').notNull().default(0),
  dailyCapCredits: integer('daily_cap_credits'),
});

export const authIdentities = sqliteTable('auth_identities', {
  provider: text('provider').$type<'google'>().notNull(),
  providerUserId: text('provider_user_id').notNull(),
  userId: text('user_id').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const apiTokens = sqliteTable('api_tokens', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  tokenHash: text('token_hash').notNull(),
  name: text('name').notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
  hint: text('hint'),
  lastUsedAt: integer('last_used_at'),
  scopes: text('scopes').notNull(),
  capCredits: integer('cap_credits'),
  dailyCapCredits: integer('daily_cap_credits'),
});

export const rateLimits = sqliteTable('rate_limits', {
  plan: text('plan').notNull(),
  limitClass: text('limit_class').$type<LimitClass>().notNull(),
  requests: integer('requests').notNull(),
  windowMs: integer('window_ms').notNull(),
});

export const signInCodes = sqliteTable('sign_in_codes', {
  id: text('id').primaryKey(),
  email: text('email').notNull(),
  address: text('address').notNull(),
  codeHash: text('code_hash').notNull(),
  tries: integer('tries').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
});

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  refreshHash: text('refresh_hash').notNull(),
  previousHash: text('previous_hash'),
  rotatedAt: integer('rotated_at').notNull(),
  ip: text('ip').notNull(),
  userAgent: text('user_agent').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  endedAt: integer('ended_at'),
  endReason: text('end_reason'),
});

export const loginHistory = sqliteTable('login_history', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  sessionId: text('session_id').notNull(),
  method: text('method').$type<SignInMethod>().notNull(),
  ip: text('ip').notNull(),
  userAgent: text('user_agent').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const secondFactors = sqliteTable('second_factors', {
  userId: text('user_id').primaryKey(),
  sealedSecret: text('sealed_secret').notNull(),
  createdAt: integer('created_at').notNull(),
  confirmedAt: integer('confirmed_at'),
  lastStep: integer('last_step').notNull().default(0),
  windowStartedAt: integer('window_started_at').notNull().default(0),
  windowTries: integer('window_tries').notNull().default(0),
});

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  { userId: text('user_id').notNull(), codeHash: text('code_hash').notNull(), usedAt: integer('used_at') },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

export const secondFactorChallenges = sqliteTable('second_factor_challenges', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  userId: text('user_id').notNull(),
  method: text('method').$type<SignInMethod>().notNull(),
  tries: integer('tries').notNull().default(0),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
});

export const providerKeys = sqliteTable(
  'provider_keys',
  {
    userId: text('user_id').notNull(),
    provider: text('provider').$type<OwnKeyProvider>().notNull(),
    sealedKey: text('sealed_key').notNull(),
    hint: text('hint').notNull(),
    region: text('region'),
    addedAt: integer('added_at').notNull(),
    checkedAt: integer('checked_at').notNull(),
    isAccepted: integer('is_accepted', { mode: 'boolean' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.provider] })],
);

export const voices = sqliteTable('voices', {
  id: text('id').primaryKey(),
  provider: text('provider').notNull(),
  vendorVoiceId: text('vendor_voice_id').notNull(),
  name: text('name').notNull(),
  gender: text('gender').$type<Voice['gender']>().notNull(),
  description: text('description').notNull(),
  languages: text('languages', { mode: 'json' }).$type<string[]>().notNull(),
  styles: text('styles', { mode: 'json' }).$type<string[]>().notNull(),
  labels: text('labels', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  isCloned: integer('is_cloned', { mode: 'boolean' }).notNull(),
  syncedAt: integer('synced_at').notNull(),
  vanishedAt: integer('vanished_at'),
  previewUrl: text('preview_url'),
  keyIds: text('key_ids', { mode: 'json' }).$type<string[]>(),
});

export const voiceSyncs = sqliteTable('voice_syncs', {
  provider: text('provider').primaryKey(),
  triedAt: integer('tried_at').notNull(),
  succeededAt: integer('succeeded_at'),
  errorCode: text('error_code'),
  listed: integer('listed').notNull(),
});

export const assets = sqliteTable('assets', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  jobId: text('job_id').notNull(),
  kind: text('kind').$type<'preview' | 'final' | 'scene' | 'poster'>().notNull(),
  ordinal: integer('ordinal').notNull(),
  r2Key: text('r2_key').notNull(),
  contentType: text('content_type').notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  sha256: text('sha256').notNull(),
  durationMs: integer('duration_ms'),
  title: text('title'),
  contentHash: text('content_hash'),
  captions: text('captions').$type<'word' | 'sentence'>(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  isDeleted: integer('is_deleted', { mode: 'boolean' }).notNull().default(false),
  widthPx: integer('width_px'),
  heightPx: integer('height_px'),
  lostAt: integer('lost_at'),
});

export const uploads = sqliteTable('uploads', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  kind: text('kind').$type<UploadKind>().notNull(),
  name: text('name').notNull(),
  contentType: text('content_type').$type<UploadType>().notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  r2Key: text('r2_key').notNull(),
  multipartId: text('multipart_id'),
  parts: text('parts', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  status: text('status').$type<'open' | 'ready' | 'refused' | 'removed'>().notNull(),
  sha256: text('sha256'),
  widthPx: integer('width_px'),
  heightPx: integer('height_px'),
  durationMs: integer('duration_ms'),
  errors: text('errors', { mode: 'json' }).$type<FieldProblem[]>(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  removedAt: integer('removed_at'),
});

export const deletionQueue = sqliteTable('deletion_queue', {
  jobId: text('job_id').primaryKey(),
  userId: text('user_id').notNull(),
  why: text('why').$type<RemovalReason>().notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextTryAt: integer('next_try_at').notNull(),
  files: integer('files'),
  sizeBytes: integer('size_bytes'),
  lastError: text('last_error'),
  createdAt: integer('created_at').notNull(),
});

export const deletionLedger = sqliteTable('deletion_ledger', {
  id: text('id').primaryKey(),
  jobId: text('job_id').notNull(),
  userId: text('user_id').notNull(),
  why: text('why').$type<RemovalReason>().notNull(),
  attempts: integer('attempts').notNull(),
  files: integer('files').notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  markedAt: integer('marked_at').notNull(),
  removedAt: integer('removed_at').notNull(),
});

export const notifications = sqliteTable('notifications', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  kind: text('kind').$type<NotificationKind>().notNull(),
  title: text('title').notNull(),
  jobId: text('job_id'),
  createdAt: integer('created_at').notNull(),
  readAt: integer('read_at'),
});

export const providerCalls = sqliteTable('provider_calls', {
  id: text('id').primaryKey(),
  jobId: text('job_id').notNull(),
  stage: text('stage').$type<'preview' | 'final'>().notNull(),
  piece: integer('piece'),
  provider: text('provider').notNull(),
  outcome: text('outcome').$type<'started' | 'ok' | 'failed'>().notNull(),
  errorCode: text('error_code'),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at'),
  keyId: text('key_id'),
  firstByteMs: integer('first_byte_ms'),
  sentUnits: integer('sent_units'),
  billedUnits: integer('billed_units'),
  costMicrodollars: integer('cost_microdollars'),
});

/** Keys of the house. */
export const vendorKeys = sqliteTable('vendor_keys', {
  id: text('id').primaryKey(),
  provider: text('provider').notNull(),
  label: text('label').notNull(),
  sealedKey: text('sealed_key'),
  hint: text('hint').notNull(),
  baseUrl: text('base_url'),
  extras: text('extras', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
  addedAt: integer('added_at').notNull(),
  retiredAt: integer('retired_at'),
});

export const voiceTemplates = sqliteTable('voice_templates', {
  id: text('id').primaryKey(),
  provider: text('provider').notNull(),
  name: text('name').notNull(),
  keyId: text('key_id').notNull(),
});

export const voiceTemplateVoices = sqliteTable('voice_template_voices', {
  voiceId: text('voice_id').primaryKey(),
  templateId: text('template_id').notNull(),
});

export const vendorSettings = sqliteTable('vendor_settings', {
  provider: text('provider').primaryKey(),
  isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
  price: integer('price'),
  priceEdition: integer('price_edition').notNull(),
});

export const priceBooks = sqliteTable('price_books', {
  version: text('version').primaryKey(),
  book: text('book', { mode: 'json' }).$type<PriceBook>().notNull(),
  inForceAt: integer('in_force_at').notNull(),
});

export const vendorCircuits = sqliteTable('vendor_circuits', {
  id: text('id').primaryKey(),
  provider: text('provider').notNull(),
  failures: integer('failures').notNull(),
  windowStartedAt: integer('window_started_at').notNull(),
  breaks: integer('breaks').notNull(),
  brokenAt: integer('broken_at'),
  brokenUntil: integer('broken_until').notNull(),
  probeUntil: integer('probe_until').notNull(),
  waitUntil: integer('wait_until').notNull(),
  errorCode: text('error_code'),
});

export const vendorPace = sqliteTable('vendor_pace', {
  provider: text('provider').primaryKey(),
  recentMs: real('recent_ms').notNull(),
  usualMs: real('usual_ms').notNull(),
  slowSince: integer('slow_since'),
  measuredAt: integer('measured_at').notNull(),
});

export const modelProfiles = sqliteTable('model_profiles', {
  modelId: text('model_id').primaryKey(),
  previewAvgMs: integer('preview_avg_ms').notNull(),
  finalAvgMs: integer('final_avg_ms').notNull(),
  samples: integer('samples').notNull(),
  updatedAt: integer('updated_at').notNull(),
  module: text('module').notNull(),
  provider: text('provider').notNull(),
  vendorModel: text('vendor_model').notNull(),
  isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
  fallbackModelId: text('fallback_model_id'),
  price: text('price', { mode: 'json' }).$type<PriceRule>(),
  priceEdition: integer('price_edition').notNull(),
  workerUrl: text('worker_url'),
});

export const conversations = sqliteTable('conversations', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  title: text('title').notNull(),
  model: text('model').notNull(),
  systemPrompt: text('system_prompt'),
  temperature: real('temperature').notNull(),
  headId: text('head_id'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const chatMessages = sqliteTable('chat_messages', {
  id: text('id').primaryKey(),
  conversationId: text('conversation_id').notNull(),
  userId: text('user_id').notNull(),
  parentId: text('parent_id'),
  beforeId: text('before_id'),
  ordinal: integer('ordinal').notNull(),
  role: text('role').$type<'user' | 'assistant'>().notNull(),
  text: text('text').notNull(),
  jobId: text('job_id').notNull(),
  model: text('model'),
  finishReason: text('finish_reason').$type<FinishReason>(),
  promptTokens: integer('prompt_tokens'),
  completionTokens: integer('completion_tokens'),
  costMicrodollars: integer('cost_microdollars'),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
});

export const orders = sqliteTable('orders', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  clientOrderId: text('client_order_id').notNull(),
  processor: text('processor').$type<ProcessorId>().notNull(),
  processorOrderId: text('processor_order_id'),
  credits: integer('credits').notNull(),
  amountMinor: integer('amount_minor').notNull(),
  currency: text('currency').$type<Currency>().notNull(),
  minorPerUsd: integer('minor_per_usd').notNull(),
  isDemo: integer('is_demo', { mode: 'boolean' }).notNull(),
  status: text('status').$type<OrderStatus>().notNull().default('created'),
  checkout: text('checkout'),
  createdAt: integer('created_at').notNull(),
  paidAt: integer('paid_at'),
  nextCheckAt: integer('next_check_at'),
  checks: integer('checks').notNull().default(0),
});

export const subscriptions = sqliteTable('subscriptions', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  clientSubscriptionId: text('client_subscription_id').notNull(),
  processor: text('processor').$type<ProcessorId>().notNull(),
  processorSubscriptionId: text('processor_subscription_id'),
  creditsPerMonth: integer('credits_per_month').notNull(),
  period: text('period').$type<PlanPeriod>().notNull(),
  amountMinor: integer('amount_minor').notNull(),
  currency: text('currency').$type<Currency>().notNull(),
  minorPerUsd: integer('minor_per_usd').notNull(),
  isDemo: integer('is_demo', { mode: 'boolean' }).notNull(),
  status: text('status').$type<SubscriptionState>().notNull().default('opening'),
  periodStartAt: integer('period_start_at'),
  periodEndAt: integer('period_end_at'),
  nextChargeAt: integer('next_charge_at'),
  paidCycles: integer('paid_cycles').notNull().default(0),
  cancelsAtEnd: integer('cancels_at_end', { mode: 'boolean' }).notNull().default(false),
  nextCreditsPerMonth: integer('next_credits_per_month'),
  nextPeriod: text('next_period').$type<PlanPeriod>(),
  nextAmountMinor: integer('next_amount_minor'),
  endedAt: integer('ended_at'),
  toldAt: integer('told_at').notNull().default(0),
  checkout: text('checkout'),
  createdAt: integer('created_at').notNull(),
  nextCheckAt: integer('next_check_at'),
});

/** The plans of its processor that a subscription was sold with. */
export const subscriptionTerms = sqliteTable(
  'subscription_terms',
  {
    subscriptionId: text('subscription_id').notNull(),
    processorPlanId: text('processor_plan_id').notNull(),
    creditsPerMonth: integer('credits_per_month').notNull(),
    period: text('period').$type<PlanPeriod>().notNull(),
    amountMinor: integer('amount_minor').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.processorPlanId] })],
);

export const enterpriseRequests = sqliteTable('enterprise_requests', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  company: text('company').notNull(),
  creditsPerMonth: integer('credits_per_month').notNull(),
  message: text('message').notNull(),
  createdAt: integer('created_at').notNull(),
  status: text('status', { enum: ['open', 'answered', 'closed'] })
    .notNull()
    .default('open'),
  note: text('note'),
  handledBy: text('handled_by'),
  handledAt: integer('handled_at'),
});

export const processorPlans = sqliteTable(
  'processor_plans',
  {
    processor: text('processor').notNull(),
    account: text('account').notNull(),
    creditsPerMonth: integer('credits_per_month').notNull(),
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    processorPlanId: text('processor_plan_id').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.processor, table.account, table.creditsPerMonth, table.period, table.currency, table.amountMinor],
    }),
  ],
);

export const processorCustomers = sqliteTable(
  'processor_customers',
  {
    processor: text('processor').notNull(),
    account: text('account').notNull(),
    userId: text('user_id').notNull(),
    processorCustomerId: text('processor_customer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.processor, table.account, table.userId] })],
);

export const payments = sqliteTable('payments', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  processor: text('processor').$type<ProcessorId>().notNull(),
  processorPaymentId: text('processor_payment_id').notNull(),
  orderId: text('order_id'),
  subscriptionId: text('subscription_id'),
  amountMinor: integer('amount_minor').notNull(),
  currency: text('currency').$type<Currency>().notNull(),
  minorPerUsd: integer('minor_per_usd').notNull(),
  credits: integer('credits').notNull(),
  ledgerId: text('ledger_id'),
  receiptNumber: integer('receipt_number'),
  refundedMinor: integer('refunded_minor').notNull().default(0),
  isDemo: integer('is_demo', { mode: 'boolean' }).notNull(),
  periodStartAt: integer('period_start_at'),
  periodEndAt: integer('period_end_at'),
  createdAt: integer('created_at').notNull(),
});

export const refunds = sqliteTable('refunds', {
  id: text('id').primaryKey(),
  paymentId: text('payment_id').notNull(),
  userId: text('user_id').notNull(),
  processor: text('processor').$type<ProcessorId>().notNull(),
  processorRefundId: text('processor_refund_id'),
  amountMinor: integer('amount_minor').notNull(),
  currency: text('currency').$type<Currency>().notNull(),
  status: text('status').$type<RefundStatus>().notNull(),
  takenCredits: integer('taken_credits'),
  owedCredits: integer('owed_credits'),
  ledgerId: text('ledger_id'),
  adminId: text('admin_id'),
  reason: text('reason'),
  createdAt: integer('created_at').notNull(),
  madeAt: integer('made_at'),
  clientRefundId: text('client_refund_id'),
  source: text('source').$type<RefundSource>().notNull().default('operator'),
  givenAt: integer('given_at'),
  failure: text('failure'),
  nextCheckAt: integer('next_check_at'),
  checks: integer('checks').notNull().default(0),
});

export const creditDebts = sqliteTable('credit_debts', {
  refundId: text('refund_id').primaryKey(),
  userId: text('user_id').notNull(),
  owedCredits: integer('owed_credits').notNull(),
  clearedCredits: integer('cleared_credits').notNull().default(0),
  createdAt: integer('created_at').notNull(),
});

export const billingDetails = sqliteTable('billing_details', {
  userId: text('user_id').primaryKey(),
  name: text('name').notNull(),
  address: text('address').notNull(),
  taxId: text('tax_id').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const receipts = sqliteTable('receipts', {
  paymentId: text('payment_id').primaryKey(),
  userId: text('user_id').notNull(),
  buyerName: text('buyer_name'),
  buyerEmail: text('buyer_email'),
  buyerAddress: text('buyer_address'),
  buyerTaxId: text('buyer_tax_id'),
  sellerName: text('seller_name').notNull(),
  sellerAddress: text('seller_address').notNull(),
  sellerTaxId: text('seller_tax_id').notNull(),
  taxLabel: text('tax_label'),
  taxRateBp: integer('tax_rate_bp'),
  createdAt: integer('created_at').notNull(),
});

export const paymentEvents = sqliteTable('payment_events', {
  id: text('id').primaryKey(),
  processor: text('processor').$type<ProcessorId>().notNull(),
  eventId: text('event_id').notNull(),
  kind: text('kind').notNull(),
  body: text('body').notNull(),
  status: text('status').$type<'waiting' | 'done' | 'ignored' | 'unmatched'>().notNull().default('waiting'),
  why: text('why'),
  attempts: integer('attempts').notNull().default(0),
  nextTryAt: integer('next_try_at').notNull(),
  occurredAt: integer('occurred_at'),
  receivedAt: integer('received_at').notNull(),
  handledAt: integer('handled_at'),
});

export const adminEvents = sqliteTable('admin_events', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  detail: text('detail').notNull(),
  createdAt: integer('created_at').notNull(),
  seenAt: integer('seen_at'),
  seenBy: text('seen_by'),
});

/** What the house pays vendors, by versions. */
export const vendorCosts = sqliteTable('vendor_costs', {
  version: integer('version').primaryKey(),
  provider: text('provider').notNull(),
  modelId: text('model_id').notNull(),
  microdollarsPer1000Units: integer('microdollars_per_1000_units').notNull(),
  microdollarsPerCall: integer('microdollars_per_call').notNull(),
  fromDay: integer('from_day').notNull(),
  setBy: text('set_by').notNull(),
  setAt: integer('set_at').notNull(),
});

export const closedDays = sqliteTable('closed_days', {
  id: integer('id').primaryKey(),
  beforeAt: integer('before_at').notNull(),
});

export const ledgerDays = sqliteTable('ledger_days', {
  day: integer('day').notNull(),
  kind: text('kind').$type<LedgerKind>().notNull(),
  modelId: text('model_id').notNull(),
  isDemo: integer('is_demo').notNull(),
  rowCount: integer('row_count').notNull(),
  credits: integer('credits').notNull(),
});

export const vendorDays = sqliteTable('vendor_days', {
  day: integer('day').notNull(),
  provider: text('provider').notNull(),
  modelId: text('model_id').notNull(),
  isDemo: integer('is_demo').notNull(),
  calls: integer('calls').notNull(),
  failedCalls: integer('failed_calls').notNull(),
  toldMicrodollars: integer('told_microdollars').notNull(),
  untoldCalls: integer('untold_calls').notNull(),
  untoldUnits: integer('untold_units').notNull(),
});

/** The audit log. Written by `services/audit/record-action.ts` alone; the database refuses to change a row. */
export const adminActions = sqliteTable('admin_actions', {
  id: text('id').primaryKey(),
  actorKind: text('actor_kind').$type<'user' | 'setting'>().notNull(),
  actorId: text('actor_id').notNull(),
  action: text('action').$type<AdminActionKind>().notNull(),
  targetKind: text('target_kind').$type<(typeof ADMIN_TARGETS)[number]>().notNull(),
  targetId: text('target_id').notNull(),
  stateBefore: text('state_before').notNull(),
  stateAfter: text('state_after').notNull(),
  reason: text('reason'),
  ip: text('ip').notNull(),
  userAgent: text('user_agent').notNull(),
  requestId: text('request_id').notNull(),
  createdAt: integer('created_at').notNull(),
});
