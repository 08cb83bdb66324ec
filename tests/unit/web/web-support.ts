import type { JobList, SpeechJob, Vendor, Voice } from '../../../web/src/api/wire.ts';

/** A job with everything in it, changed where a test says so. */
export const aJob = (change: Partial<SpeechJob> = {}): SpeechJob => ({
  jobId: 'job_1',
  transactionId: 'job_1',
  clientJobId: 'client_1',
  module: 'tts',
  modelId: 'unicorn',
  title: 'Hello.',
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
  linePosition: null,
  queuePosition: null,
  pieces: null,
  ownKey: false,
  fallbackUsed: false,
  cached: false,
  parentJobId: null,
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
  previewTookMs: null,
  finalTookMs: null,
  expiresAt: null,
  demo: true,
  ...change,
});

/** The job list as the cache holds it: pages. */
export const pagesOf = (...pages: SpeechJob[][]): { pages: JobList[]; pageParams: (string | undefined)[] } => ({
  pages: pages.map((items, at) => ({ items, nextCursor: at < pages.length - 1 ? `cursor_${at}` : null })),
  pageParams: pages.map((_, at) => (at === 0 ? undefined : `cursor_${at - 1}`)),
});

/** A vendor that can do everything but what a test takes away. */
export const aVendor = (capabilities: Partial<Vendor['capabilities']>): Vendor => ({
  id: 'acme',
  name: 'Acme',
  capabilities: {
    speed: { min: 0.5, max: 2 },
    pitch: { min: -12, max: 12 },
    volume: { min: 0, max: 100 },
    instructions: null,
    seed: false,
    context: false,
    wordTimes: false,
    highQuality: true,
    formats: ['mp3'],
    tuning: [],
    ...capabilities,
  },
  limits: { unit: 'characters', maxPerCall: 1_000 },
  instructedLimits: null,
  price: { kind: 'per_char', milliCreditsPerChar: 10, hqFactor: 2 },
  isDemo: true,
});

export const aVoice = (own: Partial<Voice> = {}): Voice => ({
  id: 'acme:ann',
  provider: 'acme',
  name: 'Ann',
  gender: 'female',
  description: '',
  languages: ['en-us'],
  styles: [],
  sampleUrl: '/api/voices/acme:ann/sample',
  ...own,
});
