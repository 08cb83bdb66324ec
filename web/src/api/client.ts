import { getJson, postJson, queryString, send } from './http.ts';
import type {
  CreateJob,
  GuestAllowance,
  Job,
  JobAccepted,
  JobList,
  LedgerPage,
  Me,
  Notification,
  PriceBook,
  Quote,
  SpeechParams,
  VoiceList,
} from './wire.ts';

type Signal = AbortSignal | undefined;
export type NotificationList = { items: Notification[]; unread: number };

/** A guest's or user's spoken answer while it is still arriving. */
export type SpokenReply = {
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** What a guest has left today; undefined for a signed-in user. */
  guestRemaining: number | undefined;
};

const speak = async (params: SpeechParams, signal?: Signal): Promise<SpokenReply> => {
  const response = await send('POST', '/api/tts/synthesize', params, { signal });
  const remaining = response.headers.get('x-guest-remaining');
  return {
    body: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
    guestRemaining: remaining === null ? undefined : Number(remaining),
  };
};

/** Every call the web app makes, by name. The rest of the app knows no path but an asset's. */
export const api = {
  getMe: (signal?: Signal) => getJson<Me>('/api/users/me', { signal }),
  openDemoSession: () => postJson<Me>('/api/dev/session', {}),
  closeSession: async () => void (await send('DELETE', '/api/session', undefined)),
  listVoices: (signal?: Signal) => getJson<VoiceList>('/api/voices', { signal }),
  getGuestAllowance: (signal?: Signal) => getJson<GuestAllowance>('/api/guest', { signal }),
  getPrices: (signal?: Signal) => getJson<PriceBook>('/api/prices', { signal }),
  quoteSpeech: (params: SpeechParams, signal?: Signal) =>
    postJson<Quote>('/api/quotes', { module: 'tts', params }, { signal }),
  speak,
  createJob: (job: CreateJob) => postJson<JobAccepted>('/api/jobs', job),
  listJobs: (cursor: string | undefined, limit: number, signal?: Signal) =>
    getJson<JobList>(`/api/jobs${queryString({ cursor, limit })}`, { signal }),
  getJob: (jobId: string, signal?: Signal) => getJson<Job>(`/api/jobs/${encodeURIComponent(jobId)}/status`, { signal }),
  cancelJob: (jobId: string) => postJson<Job>(`/api/jobs/${encodeURIComponent(jobId)}/cancel`, {}),
  listLedger: (cursor: string | undefined, limit: number, signal?: Signal) =>
    getJson<LedgerPage>(`/api/ledger${queryString({ cursor, limit })}`, { signal }),
  listNotifications: (signal?: Signal) => getJson<NotificationList>('/api/notifications', { signal }),
  readNotifications: async () => void (await send('POST', '/api/notifications/read', {})),
} as const;

/** A voice's recording in one language. */
export const sampleUrlOf = (sampleUrl: string, language: string): string =>
  `${sampleUrl}?${new URLSearchParams({ language })}`;

/** The same asset, saved as a file instead of played. */
export const downloadUrlOf = (assetUrl: string): string => `${assetUrl}${assetUrl.includes('?') ? '&' : '?'}download=1`;
