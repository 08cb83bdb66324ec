import type { Context } from '../../context.ts';
import type { Film } from '../../media/mp4/film.ts';
import { readFilm } from '../../media/mp4/read-film.ts';
import { pieceNameOf } from '../assets/discard-pieces.ts';
import { mediaKeyOf } from '../assets/store-media.ts';

type Owner = { userId: string; id: string };

/** Where the film of a piece is kept until its job's film is whole. */
export const filmKeyOf = (job: Owner, piece: number): string => mediaKeyOf(job, pieceNameOf(piece), 'mp4');

const open = async (ctx: Context, r2Key: string, range: { offset: number; length: number }): Promise<R2ObjectBody> => {
  const object = await ctx.bucket.get(r2Key, { range });
  if (!object) throw new Error(`a film that was kept is gone: ${r2Key}`);
  return object;
};

/** The bytes of a part of a kept film, as they come. */
export const openFilm = async (
  ctx: Context,
  r2Key: string,
  range: { offset: number; length: number },
): Promise<AsyncIterable<Uint8Array>> => (await open(ctx, r2Key, range)).body;

/** Measures a film in the bucket by its own tables; only those are read. @throws FilmError as `readFilm` */
export const readKeptFilm = (ctx: Context, r2Key: string, sizeBytes: number): Promise<Film> =>
  readFilm(
    async (offset, length) => new Uint8Array(await (await open(ctx, r2Key, { offset, length })).arrayBuffer()),
    sizeBytes,
  );
