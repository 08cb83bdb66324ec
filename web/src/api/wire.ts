/** The wire's types, in one place. Types only: the contract's validators stay on the server. */

export type {
  AccountRole,
  AdminAction,
  AdminActionFilter,
  AdminActionKind,
  AdminUser,
  AdminUserFilter,
  AdminUserView,
  GiveCredits,
  Plan,
  PlanLimit,
} from '../../../worker/contract/admin.ts';
export type {
  BookFilter,
  BookName,
  BookPage,
  BookRow,
  Feed,
  FeedItem,
} from '../../../worker/contract/admin-books.ts';
export type {
  Expenses,
  MoneyFlow,
  Revenue,
  SetVendorCost,
  VendorCost,
} from '../../../worker/contract/admin-figures.ts';
export type { AdminModel, AdminModelList, ChangeModel } from '../../../worker/contract/admin-models.ts';
export type {
  AdminVendor,
  AdminVendorList,
  AdminVendorView,
  AdminVoice,
  AdminVoiceFilter,
  VendorKey,
  VendorKeyField,
  VoiceTemplate,
} from '../../../worker/contract/admin-vendors.ts';
export type { Avatar, AvatarId } from '../../../worker/contract/avatars.ts';
export type {
  ChatEvents,
  ChatMessage,
  Conversation,
  ConversationList,
  FinishReason,
  TextParams,
  TranscriptFormat,
  UpdateConversation,
} from '../../../worker/contract/chat.ts';
export type { PublicConfig } from '../../../worker/contract/config.ts';
export type { Deletion, DeletionQuery, RemovalReason } from '../../../worker/contract/deletions.ts';
export type { LiveEvent } from '../../../worker/contract/events.ts';
export type {
  HistoryItem,
  HistoryPage,
  HistoryQuery,
  HistoryType,
} from '../../../worker/contract/history.ts';
export type {
  ApiToken,
  ApiTokenList,
  CodeSent,
  CreatedApiToken,
  Login,
  LoginList,
  Session,
  SessionList,
  SignedIn,
  SignInOutcome,
  SignInProblem,
} from '../../../worker/contract/identity.ts';
export type { AspectRatio, ImageStyle } from '../../../worker/contract/images.ts';
export type {
  CreateJob,
  ImageJob,
  Job,
  JobAccepted,
  JobAsset,
  JobBase,
  JobList,
  JobScript,
  JobStatus,
  ParamsOf,
  Pieces,
  Quote,
  SceneAsset,
  ScenesQuote,
  SpeechJob,
  TextJob,
} from '../../../worker/contract/jobs.ts';
export type { MediaRef } from '../../../worker/contract/media-ref.ts';
export type { Model } from '../../../worker/contract/models.ts';
export type { Module } from '../../../worker/contract/modules.ts';
export type { LedgerKind, LedgerPage, PriceBook, PriceRule, StatementEntry } from '../../../worker/contract/money.ts';
export type { NotificationKind } from '../../../worker/contract/notification-kinds.ts';
export type { Notification, NotificationList } from '../../../worker/contract/notifications.ts';
export type { CreateOrder, Order, OrderStatus, Selling } from '../../../worker/contract/orders.ts';
export type { OwnKeyProvider } from '../../../worker/contract/own-key-providers.ts';
export type { OwnKey, OwnKeyList, SaveOwnKey } from '../../../worker/contract/own-keys.ts';
export type { AskRefund, Payment, Refund } from '../../../worker/contract/payments.ts';
export type { LimitClass } from '../../../worker/contract/permissions.ts';
export type {
  CreateSubscription,
  PlanPeriod,
  Plans,
  Subscription,
  SubscriptionState,
} from '../../../worker/contract/plans.ts';
export type { Preferences } from '../../../worker/contract/preferences.ts';
export type { FieldProblem, Problem, ProblemCode } from '../../../worker/contract/problem.ts';
export type { Checkout, Currency, ProcessorId } from '../../../worker/contract/processors.ts';
export type { Onboarding, Profile, Purpose } from '../../../worker/contract/profile.ts';
export type { BillingDetails, PaymentReceipt } from '../../../worker/contract/receipts.ts';
export type { SecondFactorSetup, SecondFactorState } from '../../../worker/contract/second-factor.ts';
export type {
  AudioFormat,
  BitrateKbps,
  GuestAllowance,
  Language,
  ResolvedSpeech as JobParams,
  ScenesParams,
  SpeechParams,
  Voice,
  VoiceList,
} from '../../../worker/contract/speech.ts';
export type { Receipt, StatementFilter } from '../../../worker/contract/statement.ts';
export type { UploadKind } from '../../../worker/contract/upload-types.ts';
export type { CreateUpload, Upload } from '../../../worker/contract/uploads.ts';
export type { Me } from '../../../worker/contract/users.ts';
export type { VendorState } from '../../../worker/contract/vendor-status.ts';
export type { Vendor, VendorList } from '../../../worker/contract/vendors.ts';
export type {
  Attempt,
  AttemptError,
  CreateWebhook,
  Delivery,
  DeliveryStatus,
  SentEvent,
  UpdateWebhook,
  Webhook,
  WebhookEvent,
  WebhookList,
} from '../../../worker/contract/webhooks.ts';
