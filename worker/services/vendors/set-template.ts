import type { Context } from '../../context.ts';
import type { VoiceTemplate } from '../../contract/admin-vendors.ts';
import { TEMPLATE_MAX_CHARS } from '../../contract/limits.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { invalidFields } from '../../errors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeVendorState, type VendorOrder } from './change-roster.ts';
import { findSpeechVendor } from './find-vendor.ts';

const isVoiceOf = (ctx: Context, provider: string, stored: ReadonlySet<string>) => (voiceId: string) =>
  stored.has(voiceId) || (provider === 'unicorn' && ctx.providers.voices.some(({ id }) => id === voiceId));

const checkVoices = async (ctx: Context, provider: string, voiceIds: readonly string[]): Promise<void> => {
  const { results } = await ctx.db
    .prepare('SELECT id FROM voices WHERE provider = ?1 AND id IN (SELECT value FROM json_each(?2))')
    .bind(provider, JSON.stringify(voiceIds))
    .all<{ id: string }>();
  const isKnown = isVoiceOf(ctx, provider, new Set(results.map(({ id }) => id)));
  const errors = voiceIds.flatMap((voiceId, index): FieldProblem[] =>
    isKnown(voiceId)
      ? []
      : [{ pointer: `/voiceIds/${index}`, code: 'unknown_voice', message: 'This vendor has no such voice.' }],
  );
  if (errors.length > 0) throw invalidFields(errors);
};

/**
 * Assigns a group of voices to a key of the house (TTS-09), in the place of an earlier group of this name. A voice that
 * was in another group leaves it.
 * @throws AppError not_found for one that is no vendor of voices, validation_failed for a key or voices that are not its.
 */
export const setTemplate = async (ctx: Context, order: VendorOrder & VoiceTemplate): Promise<VoiceTemplate> => {
  const { name, keyId } = order;
  const provider = findSpeechVendor(order.provider);
  await checkVoices(ctx, provider, order.voiceIds);
  const voiceIds = [...new Set(order.voiceIds)].sort();
  const listed = voiceIds.join(' ');
  // The audit log names every voice, and an entry has an end.
  if (listed.length > TEMPLATE_MAX_CHARS) {
    throw invalidFields([
      { pointer: '/voiceIds', code: 'out_of_range', message: 'These are too many for one template.' },
    ]);
  }
  const templateId = `${provider}:${name}`;
  const key = await ctx.db
    .prepare('SELECT 1 FROM vendor_keys WHERE id = ?1 AND provider = ?2 AND retired_at IS NULL')
    .bind(keyId, provider)
    .first();
  if (!key) {
    throw invalidFields([{ pointer: '/keyId', code: 'invalid', message: 'This vendor has no such key in use.' }]);
  }
  await changeVendorState(ctx, order, {
    action: 'voice_template_set',
    before: `COALESCE((SELECT json_object('name', t.name, 'key', (SELECT b.label FROM vendor_keys b WHERE b.id = t.key_id),
      'voices', (SELECT group_concat(v.voice_id, ' ' ORDER BY v.voice_id) FROM voice_template_voices v
        WHERE v.template_id = t.id)) FROM voice_templates t WHERE t.id = ?2), '{}')`,
    after: `json_object('name', ?3, 'key', k.label, 'voices', ?5)`,
    from: 'FROM vendor_keys k WHERE k.id = ?4 AND k.retired_at IS NULL',
    values: [templateId, name, keyId, listed],
    apply: (actionId) => [
      ctx.db
        .prepare(
          `INSERT INTO voice_templates (id, provider, name, key_id) SELECT ?1, ?2, ?3, ?4 WHERE ${ifRecorded('?5')}
            ON CONFLICT (id) DO UPDATE SET key_id = excluded.key_id`,
        )
        .bind(templateId, provider, name, keyId, actionId),
      ctx.db
        .prepare(`DELETE FROM voice_template_voices WHERE template_id = ?1 AND ${ifRecorded('?2')}`)
        .bind(templateId, actionId),
      ctx.db
        .prepare(
          `INSERT INTO voice_template_voices (voice_id, template_id)
            SELECT value, ?2 FROM json_each(?1) WHERE ${ifRecorded('?3')}
            ON CONFLICT (voice_id) DO UPDATE SET template_id = excluded.template_id`,
        )
        .bind(JSON.stringify(voiceIds), templateId, actionId),
    ],
  });
  return { name, keyId, voiceIds };
};
