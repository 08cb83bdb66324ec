import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { mediaPrefixOf } from './store-media.ts';

type ScriptOwner = { userId: string; id: string };

/** Where the script of a job stands, if it is too long for its row. */
export const scriptKeyOf = (job: ScriptOwner): string => `${mediaPrefixOf(job)}script_v1.json`;

/**
 * Writes down a script that is too long for its job's row, before the job is charged for: no job is ever without it.
 * @returns how to take it back when there is no job after all; what cannot be removed then is logged, and goes with the
 * account's other files.
 */
export const keepScript = async (
  ctx: Context,
  job: ScriptOwner,
  script: string,
): Promise<{ discard: () => Promise<void> }> => {
  const key = scriptKeyOf(job);
  await ctx.bucket.put(key, script, { httpMetadata: { contentType: 'application/json' } });
  return { discard: () => discardScript(ctx, job) };
};

/** Removes a kept script that has been read for the last time. What cannot be removed now goes with the account's files. */
export const discardScript = async (ctx: Context, job: ScriptOwner): Promise<void> => {
  const key = scriptKeyOf(job);
  await ctx.bucket.delete(key).catch((error: unknown) => ctx.log.error('script_not_discarded', error, { key }));
};

/** A kept script. @throws AppError asset_gone when it went with the files of its job. */
export const readKeptScript = async (ctx: Context, job: ScriptOwner): Promise<unknown> => {
  const object = await ctx.bucket.get(scriptKeyOf(job));
  if (!object) throw new AppError('asset_gone', 'This script has been removed.');
  return object.json();
};
