import type { Job, JobList } from '../../../web/src/api/wire.ts';

/** A job with everything in it, changed where a test says so. */
export const aJob = (change: Partial<Job> = {}): Job => ({
  jobId: 'job_1',
  transactionId: 'job_1',
  clientJobId: 'client_1',
  module: 'tts',
  status: 'queued',
  progress: 0,
  params: {
    text: 'Hello.',
    voiceId: 'unicorn:iris',
    language: 'en',
    speed: 1,
    pitch: 0,
    volume: 100,
    hq: false,
    tuning: {},
    format: 'mp3',
    bitrateKbps: 128,
    fallback: false,
  },
  script: { chars: 6, isExcerpt: false, scenes: null },
  pieces: null,
  ownKey: false,
  cached: false,
  costCredits: 5,
  returnedCredits: 0,
  priceVersion: '1',
  expectedAt: null,
  preview: null,
  finals: [],
  scenes: [],
  error: null,
  createdAt: 1_000,
  completedAt: null,
  expiresAt: null,
  demo: true,
  ...change,
});

/** The job list as the cache holds it: pages. */
export const pagesOf = (...pages: Job[][]): { pages: JobList[]; pageParams: (string | undefined)[] } => ({
  pages: pages.map((items, at) => ({ items, nextCursor: at < pages.length - 1 ? `cursor_${at}` : null })),
  pageParams: pages.map((_, at) => (at === 0 ? undefined : `cursor_${at - 1}`)),
});
