import { t } from '@lingui/core/macro';
import { openAreas } from '../i18n/language.ts';
import type { FieldProblem, Problem, ProblemCode } from './wire.ts';

/** The API's own codes, and what can happen on the way to it. */
export type ApiErrorCode = ProblemCode | 'offline' | 'unreadable';

type ApiErrorFacts = {
  code: ApiErrorCode;
  status: number;
  detail: string;
  errors?: readonly FieldProblem[] | undefined;
  requestId?: string | undefined;
  costCredits?: number | undefined;
  balanceCredits?: number | undefined;
  owedCredits?: number | undefined;
  retryAfterSeconds?: number | undefined;
  cap?: CapFacts | undefined;
};

/** A limit of a day that an order has met; `endsAt` is when a new day begins. */
export type CapFacts = { costCredits: number; capCredits: number; spentCredits: number; endsAt: number };

/** Any refusal or failure of the API, with all that its problem+json said. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly costCredits: number | undefined;
  readonly balanceCredits: number | undefined;
  readonly owedCredits: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly cap: CapFacts | undefined;

  constructor(facts: ApiErrorFacts) {
    super(facts.detail);
    this.name = 'ApiError';
    this.code = facts.code;
    this.status = facts.status;
    this.detail = facts.detail;
    this.errors = facts.errors ?? [];
    this.requestId = facts.requestId;
    this.costCredits = facts.costCredits;
    this.balanceCredits = facts.balanceCredits;
    this.owedCredits = facts.owedCredits;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.cap = facts.cap;
  }
}

let words: typeof import('./problem-words.ts') | undefined;

/** The words for refusals come with the first of them: most visits meet none. Without them the server's own are shown. */
const loadWords = async (): Promise<void> => {
  if (words) return;
  try {
    const [loaded] = await Promise.all([import('./problem-words.ts'), openAreas(['problems'])]);
    words = loaded;
  } catch {
    // Asked for again with the next refusal.
  }
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Problem>).code === 'string' &&
  typeof (value as Partial<Problem>).detail === 'string';

const secondsOf = (header: string | null): number | undefined => {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

const capIn = ({ costCredits, capCredits, spentCredits, endsAt }: Problem): CapFacts | undefined =>
  costCredits === undefined || capCredits === undefined || spentCredits === undefined || endsAt === undefined
    ? undefined
    : { costCredits, capCredits, spentCredits, endsAt };

const factsOf = (problem: Problem): ApiErrorFacts => {
  const { code, status, detail, errors, requestId, retryAfterSeconds } = problem;
  const { costCredits, balanceCredits, owedCredits } = problem;
  const cap = capIn(problem);
  return { code, status, detail, errors, requestId, costCredits, balanceCredits, owedCredits, retryAfterSeconds, cap };
};

/** Reads a refused answer. A body that is no problem+json (a proxy's page, nothing at all) becomes `unreadable`. */
export const apiErrorOf = async (response: Response): Promise<ApiError> => {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const retryAfterSeconds = secondsOf(response.headers.get('retry-after'));
  // Who has to sign in again does so at once, and is told nothing.
  const wordsAreHere = response.status === 401 ? undefined : loadWords();
  const body: unknown = await response.json().catch(() => undefined);
  await wordsAreHere;
  if (!isProblem(body)) {
    const { status } = response;
    const detail = t`The server answered ${status} and gave no reason.`;
    return new ApiError({ code: 'unreadable', status, detail, requestId, retryAfterSeconds });
  }
  return new ApiError({
    ...factsOf(body),
    status: response.status,
    requestId: body.requestId ?? requestId,
    retryAfterSeconds: body.retryAfterSeconds ?? retryAfterSeconds,
  });
};

/** A problem that comes within an accepted answer, since that had begun already. */
export const apiErrorWithin = async (problem: Problem): Promise<ApiError> => {
  await loadWords();
  return new ApiError(factsOf(problem));
};

/** No answer at all: no network, or the server is not there. */
export const offlineError = (): ApiError =>
  new ApiError({
    code: 'offline',
    status: 0,
    detail: t`The server could not be reached. Check the connection and try again.`,
  });

/** Whether trying again can help; a refusal stays a refusal. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.code === 'rate_limited');

/** What went wrong, for a person. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiError
    ? (words?.problemInWords(error.code, error) ?? error.detail)
    : t`Something went wrong on this page. Reload it to go on.`;

/** What is wrong with one field, for a person. */
export const fieldMessageOf = (field: FieldProblem): string => words?.fieldInWords(field) ?? field.message;
