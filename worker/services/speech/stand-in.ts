import type { Context } from '../../context.ts';
import { ProviderError } from '../../providers/provider.ts';
import { RetryLater } from '../jobs/call-vendor.ts';
import { findFallbackVoice } from '../vendors/find-fallback-voice.ts';
import { findVoice } from '../voices/find-voice.ts';
import type { StoredSpeech } from './track.ts';

/** Whether another vendor might do better. A wait that a busy vendor asks for is worth it; one that is down is not. */
export const isForAnother = (error: unknown): boolean =>
  (error instanceof ProviderError && error.code !== 'rejected') ||
  (error instanceof RetryLater && error.cause instanceof ProviderError && error.cause.code === 'unavailable');

const TAKE = `
  UPDATE jobs SET params = json_remove(json_set(params, '$.voiceId', ?3, '$.language', ?4, '$.fallbackFrom',
      json_patch('{}', json_object('voiceId', params->>'voiceId', 'language', params->>'language',
        'style', params->>'style'))), '$.style')
  WHERE id = ?1 AND lease_token = ?2 AND params->>'fallback' AND params->>'fallbackFrom' IS NULL
    AND NOT EXISTS (SELECT 1 FROM job_pieces p WHERE p.job_id = ?1 AND p.facts IS NOT NULL)
  RETURNING params`;

// Another vendor takes texts of another length: what is not begun is cut anew.
const CUT_ANEW = `
  DELETE FROM job_pieces WHERE job_id = ?1
    AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = ?1 AND j.params->>'fallbackFrom' IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM job_pieces p WHERE p.job_id = ?1 AND p.facts IS NOT NULL)`;

/**
 * Has an equal voice of another vendor speak a job whose own is down, where its owner allowed that (F27). The charge
 * stays as it is. Once, and only while nothing of the job is kept: no script is spoken by two voices.
 * @returns the job's parameters as they stand now; undefined when there is nobody to stand in.
 */
export const standIn = async (
  ctx: Context,
  job: { id: string; leaseToken: string },
  speech: Pick<StoredSpeech, 'voiceId' | 'language' | 'format' | 'fallback' | 'fallbackFrom'>,
): Promise<string | undefined> => {
  if (!speech.fallback || speech.fallbackFrom !== undefined) return undefined;
  const { orm, providers } = ctx;
  const voice = await findVoice({ orm, providers, isOperator: true }, speech.voiceId);
  const found = voice && (await findFallbackVoice(ctx, { voice, language: speech.language, format: speech.format }));
  if (!found) return undefined;
  const [taken] = await ctx.db.batch<{ params: string }>([
    ctx.db.prepare(TAKE).bind(job.id, job.leaseToken, found.voiceId, found.language),
    ctx.db.prepare(CUT_ANEW).bind(job.id),
  ]);
  const params = taken?.results[0]?.params;
  if (params) ctx.log.event('voice_stands_in', { jobId: job.id, asked: speech.voiceId, speaks: found.voiceId });
  return params;
};
