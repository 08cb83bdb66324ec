import type { Quote } from '../../api/wire.ts';
import type { StandIn } from './tool.ts';

/** A job that the server has not taken yet: queued, at its price, in nobody's hands. */
export const standInOf = (clientJobId: string, quote: Quote, now: number): StandIn => ({
  jobId: `pending:${clientJobId}`,
  transactionId: `pending:${clientJobId}`,
  clientJobId,
  status: 'queued',
  progress: 0,
  linePosition: null,
  queuePosition: null,
  pieces: null,
  ownKey: quote.ownKey,
  fallbackUsed: false,
  cached: quote.cached,
  parentJobId: null,
  costCredits: quote.costCredits,
  returnedCredits: 0,
  priceVersion: quote.priceVersion,
  expectedAt: now + quote.etaMs,
  preview: null,
  finals: [],
  scenes: [],
  error: null,
  createdAt: now,
  completedAt: null,
  previewTookMs: null,
  finalTookMs: null,
  expiresAt: null,
  demo: false,
});
