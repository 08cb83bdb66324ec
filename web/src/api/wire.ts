/** The wire's types, in one place. Types only: the contract's validators stay on the server. */
export type { LiveEvent } from '../../../worker/contract/events.ts';
export type {
  ApiToken,
  ApiTokenList,
  CodeSent,
  CreatedApiToken,
  Session,
  SessionList,
  SignedIn,
  SignInOutcome,
} from '../../../worker/contract/identity.ts';
export type {
  CreateJob,
  Job,
  JobAccepted,
  JobAsset,
  JobList,
  JobStatus,
  Quote,
} from '../../../worker/contract/jobs.ts';
export type { LedgerEntry, LedgerKind, LedgerPage, PriceBook, PriceRule } from '../../../worker/contract/money.ts';
export type { FieldProblem, Problem, ProblemCode } from '../../../worker/contract/problem.ts';
export type { GuestAllowance, Language, SpeechParams, Voice, VoiceList } from '../../../worker/contract/speech.ts';
export type { Me, Notification, NotificationList } from '../../../worker/contract/users.ts';
