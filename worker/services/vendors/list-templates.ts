import type { Context } from '../../context.ts';
import type { VoiceTemplate } from '../../contract/admin-vendors.ts';

/** The voice templates of a vendor by name, each with the key that speaks its voices. */
export const listTemplates = async (ctx: Context, provider: string): Promise<VoiceTemplate[]> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT t.name, t.key_id AS keyId, (SELECT json_group_array(v.voice_id ORDER BY v.voice_id)
          FROM voice_template_voices v WHERE v.template_id = t.id) AS voiceIds
        FROM voice_templates t WHERE t.provider = ?1 ORDER BY t.name COLLATE NOCASE`,
    )
    .bind(provider)
    .all<Omit<VoiceTemplate, 'voiceIds'> & { voiceIds: string }>();
  return results.map((row) => ({ ...row, voiceIds: JSON.parse(row.voiceIds) }));
};
