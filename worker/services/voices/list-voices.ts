import { and, eq, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Voice, VoiceList, VoiceQuery } from '../../contract/speech.ts';
import { voices } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { toVoice } from './find-voice.ts';

const placeSchema = z.tuple([z.string(), z.string()]);

/** Where a page of voices ends; they are in the order of their names. @throws AppError malformed_cursor */
export const decodePlace = (cursor: string): { name: string; id: string } => {
  try {
    const [name, id] = placeSchema.parse(JSON.parse(decodeURIComponent(atob(cursor))));
    return { name, id };
  } catch (error) {
    throw new AppError('malformed_cursor', 'This cursor is not one of ours.', {}, { cause: error });
  }
};

export const encodePlace = ({ name, id }: { name: string; id: string }): string =>
  btoa(encodeURIComponent(JSON.stringify([name, id])));

/** `en` speaks for every kind of English; `en-gb` for itself. */
const speaks = (language: string) => (tag: string) => tag === language || tag.startsWith(`${language}-`);

const isWanted = (voice: Voice, { provider, language, gender, q }: VoiceQuery): boolean =>
  (provider === undefined || voice.provider === provider) &&
  (gender === undefined || voice.gender === gender) &&
  (language === undefined || voice.languages.some(speaks(language.toLowerCase()))) &&
  (!q || `${voice.name} ${voice.description}`.toLowerCase().includes(q.toLowerCase()));

/** The conditions of a search over the stored voices. */
export const conditionsOf = ({
  provider,
  language,
  gender,
  q,
}: Pick<VoiceQuery, 'provider' | 'language' | 'gender' | 'q'>): (SQL | undefined)[] => {
  const tag = language?.toLowerCase();
  const part = q && `%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  return [
    provider ? eq(voices.provider, provider) : undefined,
    gender ? eq(voices.gender, gender) : undefined,
    tag
      ? sql`EXISTS (SELECT 1 FROM json_each(${voices.languages}) l
          WHERE l.value = ${tag} OR substr(l.value, 1, ${tag.length + 1}) = ${`${tag}-`})`
      : undefined,
    part
      ? or(
          sql`lower(${voices.name}) LIKE ${part} ESCAPE '\\'`,
          sql`lower(${voices.description}) LIKE ${part} ESCAPE '\\'`,
        )
      : undefined,
  ];
};

/**
 * The voices that fit, the house's own first and all on the first page, then the vendors' by name. Those of vendors who
 * are switched off are left out, and those of internal ones are for operators alone (ROLE-08).
 * @throws AppError malformed_cursor.
 */
export const listVoices = async (
  ctx: Context,
  { isOperator, ...query }: VoiceQuery & { isOperator: boolean },
): Promise<VoiceList> => {
  const { disabled } = await readRoster(ctx);
  const left = [...disabled, ...(isOperator ? [] : ctx.providers.internal)];
  const after = query.cursor ? decodePlace(query.cursor) : undefined;
  const house = after || disabled.has('unicorn') ? [] : ctx.providers.voices.filter((voice) => isWanted(voice, query));
  const rows = await ctx.orm
    .select()
    .from(voices)
    .where(
      and(
        isNull(voices.vanishedAt),
        ...conditionsOf(query),
        left.length > 0 ? notInArray(voices.provider, left) : undefined,
        after && sql`(${voices.name} COLLATE NOCASE, ${voices.id}) > (${after.name}, ${after.id})`,
      ),
    )
    .orderBy(sql`${voices.name} COLLATE NOCASE`, voices.id)
    .limit(query.limit + 1);
  const listed = rows.slice(0, query.limit).map(toVoice);
  const last = rows.length > query.limit ? listed.at(-1) : undefined;
  return {
    voices: [...house, ...listed],
    languages: [...ctx.providers.languages],
    nextCursor: last ? encodePlace(last) : null,
  };
};
