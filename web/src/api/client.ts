import { type ClientResponse, hc } from 'hono/client';
import type { AppType } from '../../../worker/app.ts';
import type { TokenScope } from '../../../worker/contract/permissions.ts';
import { ApiError } from './api-error.ts';
import { session } from './session.ts';
import type {
  CreateJob,
  HistoryQuery,
  Me,
  OwnKeyProvider,
  Preferences,
  Profile,
  SaveOwnKey,
  SignedIn,
  SignInOutcome,
  SpeechParams,
} from './wire.ts';

type Signal = AbortSignal | undefined;

/** Paths, bodies and replies are those of the Worker's own routes; only their types come along. */
export const { api: routes } = hc<AppType>('', { fetch: session.fetch });

/** The same for who is not in yet: there is nothing to renew. */
const { api: door } = hc<AppType>('', { fetch: session.fetchAtDoor });

export const until = (signal: Signal) => (signal ? { init: { signal } } : {});

/** What of a history is meant: a kind, a tool's own, or what certain words are found in. */
export type HistoryFilter = Pick<HistoryQuery, 'type' | 'module' | 'q'>;

/** The body that a route promises with its accepted status. */
type Accepted<Reply> = Reply extends { status: 200 | 201 | 202; json(): Promise<infer Body> } ? Body : never;

/** The body of an accepted reply; a refused one has been thrown as ApiError by `checkedFetch`. */
export const read = async <Reply extends ClientResponse<unknown>>(reply: Promise<Reply>): Promise<Accepted<Reply>> =>
  (await (await reply).json()) as Accepted<Reply>;

/** A guest's or user's spoken answer while it is still arriving. */
export type SpokenReply = {
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** What a guest has left today; undefined for a signed-in user. */
  guestRemaining: number | undefined;
};

const speak = async (params: SpeechParams, signal?: Signal): Promise<SpokenReply> => {
  const { headers, body } = await routes.tts.synthesize.$post({ json: params, header: {} }, until(signal));
  const remaining = headers.get('x-guest-remaining');
  return {
    body: body ?? new ReadableStream({ start: (controller) => controller.close() }),
    guestRemaining: remaining === null ? undefined : Number(remaining),
  };
};

const page = (cursor: string | undefined, limit: number) => ({
  query: cursor === undefined ? { limit } : { limit, cursor },
});

/** What is to go and is gone already has gone. */
const untilGone = async (reply: Promise<unknown>): Promise<void> => {
  try {
    await reply;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
};

/** Who comes in by one of these is this browser's person from now on. */
const admit = (me: Me): Me => {
  session.begin(me.id);
  return me;
};

const getMe = async (signal?: Signal): Promise<Me> => {
  const me = await read(routes.users.me.$get({}, until(signal)));
  session.seen(me.id);
  return me;
};

const verifyCode = async (email: string, code: string): Promise<SignInOutcome> => {
  const outcome = await read(door.auth.verify.$post({ json: { email, code } }));
  if (outcome.kind === 'session') admit(outcome.me);
  return outcome;
};

/** Who has just been let in for the first time on a way that left this page, and his first token if it was not shown yet. */
const welcome = async (): Promise<SignedIn> => {
  const me = admit(await read(door.users.me.$get()));
  const { token } = await read(door.auth['first-token'].$post());
  return { kind: 'session', me, isNew: true, token };
};

const passSecondFactor = async (code: string): Promise<SignedIn> => {
  const signedIn = await read(door.auth['second-factor'].$post({ json: { code } }));
  admit(signedIn.me);
  return signedIn;
};

const closeSession = async (): Promise<void> => {
  await routes.session.$delete();
  session.end();
};

type NewToken = { name: string; scopes: TokenScope[]; capCredits: number | null; dailyCapCredits: number | null };

/** Every call the web app makes, by name. The rest of the app knows no path but an asset's. */
export const api = {
  sendCode: (email: string) => read(door.auth.code.$post({ json: { email } })),
  verifyCode,
  passSecondFactor,
  welcome,
  getConfig: (signal?: Signal) => read(door.config.$get({}, until(signal))),
  openDemoSession: async () => admit(await read(door.dev.session.$post())),
  closeSession,
  getMe,
  /** Outlives the page: a change made at the last moment is kept as well. */
  savePreferences: (change: Preferences) =>
    read(routes.users.me.preferences.$patch({ json: change }, { init: { keepalive: true } })),
  updateProfile: (change: Profile) => read(routes.users.me.$patch({ json: change })),
  claimSignupGrant: (captchaToken: string) => read(routes.users.me['signup-grant'].$post({ json: { captchaToken } })),
  listSessions: (signal?: Signal) => read(routes.sessions.$get({}, until(signal))),
  endSession: (sessionId: string) => untilGone(routes.sessions[':sessionId'].$delete({ param: { sessionId } })),
  endOtherSessions: async () => void (await routes.sessions.$delete()),
  listTokens: (signal?: Signal) => read(routes.tokens.$get({}, until(signal))),
  createToken: (token: NewToken, secondFactorCode?: string) =>
    read(routes.tokens.$post({ json: { ...token, ...(secondFactorCode ? { secondFactorCode } : {}) } })),
  changeDailyCap: (capCredits: number | null, secondFactorCode?: string) =>
    read(
      routes.users.me['daily-cap'].$put({ json: { capCredits, ...(secondFactorCode ? { secondFactorCode } : {}) } }),
    ),
  revokeToken: (tokenId: string) => untilGone(routes.tokens[':tokenId'].$delete({ param: { tokenId } })),
  listOwnKeys: (signal?: Signal) => read(routes.keys.$get({}, until(signal))),
  saveOwnKey: (provider: OwnKeyProvider, key: SaveOwnKey) =>
    read(routes.keys[':provider'].$put({ param: { provider }, json: key })),
  checkOwnKey: (provider: OwnKeyProvider) => read(routes.keys[':provider'].check.$post({ param: { provider } })),
  removeOwnKey: (provider: OwnKeyProvider) => untilGone(routes.keys[':provider'].$delete({ param: { provider } })),
  /** The house's own, which guests may hear as well. */
  listVoices: (signal?: Signal) => read(routes.voices.$get({ query: { provider: 'unicorn' } }, until(signal))),
  getSecondFactor: (signal?: Signal) => read(routes['second-factor'].$get({}, until(signal))),
  beginSecondFactor: () => read(routes['second-factor'].$post()),
  confirmSecondFactor: (code: string) => read(routes['second-factor'].confirm.$post({ json: { code } })),
  endSecondFactor: async (secondFactorCode: string) =>
    void (await routes['second-factor'].$delete({ json: { secondFactorCode } })),
  replaceRecoveryCodes: (secondFactorCode: string) =>
    read(routes['second-factor']['recovery-codes'].$post({ json: { secondFactorCode } })),
  getGuestAllowance: (signal?: Signal) => read(routes.guest.$get({}, until(signal))),
  getPrices: (signal?: Signal) => read(routes.prices.$get({ query: {} }, until(signal))),
  quoteSpeech: (params: SpeechParams, signal?: Signal) =>
    read(routes.quotes.$post({ json: { module: 'tts', params } }, until(signal))),
  speak,
  createJob: (job: CreateJob) => read(routes.jobs.$post({ json: job })),
  listJobs: (cursor: string | undefined, limit: number, signal?: Signal) =>
    read(routes.jobs.$get(page(cursor, limit), until(signal))),
  getJob: (jobId: string, signal?: Signal) =>
    read(routes.jobs[':jobId'].status.$get({ param: { jobId } }, until(signal))),
  cancelJob: (jobId: string) => read(routes.jobs[':jobId'].cancel.$post({ param: { jobId } })),
  listHistory: (filter: HistoryFilter, cursor: string | undefined, signal?: Signal) =>
    read(routes.history.$get({ query: { ...filter, ...(cursor === undefined ? {} : { cursor }) } }, until(signal))),
  removeFromHistory: (jobIds: string[]) => read(routes.history.removals.$post({ json: { jobIds } })),
  restoreToHistory: (jobIds: string[]) => read(routes.history.restorations.$post({ json: { jobIds } })),
  listNotifications: (cursor: string | undefined, limit: number, signal?: Signal) =>
    read(routes.notifications.$get(page(cursor, limit), until(signal))),
  readNotifications: async () => void (await routes.notifications.read.$post()),
} as const;

/** A voice's recording in one language. */
export const sampleUrlOf = (sampleUrl: string, language: string): string =>
  `${sampleUrl}?${new URLSearchParams({ language })}`;

/** The same asset, saved as a file instead of played. */
export const downloadUrlOf = (assetUrl: string): string => `${assetUrl}${assetUrl.includes('?') ? '&' : '?'}download=1`;

/** The files of several results as one ZIP. */
export const zipUrlOf = (jobIds: readonly string[]): string => `/api/history/download?jobIds=${jobIds.join(',')}`;
