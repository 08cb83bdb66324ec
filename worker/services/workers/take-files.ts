import type { Context } from '../../context.ts';
import type { HandedJob } from '../../db/worker-runs.ts';
import { invalidFields } from '../../errors.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { measureFile, resultKindOf, type SentFile } from './measure-file.ts';
import { readOutputUrl, sentKeyOf } from './worker-file.ts';

type Named = { url: string; pointer: string; name: string };

const nameOf = (kind: string, at: number): string => (at === 0 ? kind : `${kind}_${at + 1}`);

/**
 * The files that a report names, measured and kept. Only what was put by a link of this very job counts.
 * @throws AppError validation_failed at the address of the first that does not do.
 */
export const takeFiles = async (
  ctx: Context,
  job: HandedJob,
  report: { kind: 'preview' | 'final'; urls: readonly string[]; posterUrl: string | undefined },
): Promise<AssetInsert[]> => {
  const { kind, urls, posterUrl } = report;
  const expected = resultKindOf(job.module);
  if (!expected) throw new Error(`no worker makes ${job.module}`);
  const take = ({ url, pointer, name }: Named, shown: SentFile['shown']) => {
    const file = readOutputUrl(ctx, url, job.id);
    if (!file) {
      const message = 'This is no address that the job was given.';
      throw invalidFields([{ pointer, code: 'unsafe_url', message }]);
    }
    return measureFile(ctx, {
      job,
      r2Key: sentKeyOf(job, file),
      name,
      expected: shown.kind === 'poster' ? 'image' : expected,
      pointer,
      shown,
    });
  };
  const taken: AssetInsert[] = [];
  for (const [at, url] of urls.entries()) {
    const named = { url, pointer: `/${kind}Urls/${at}`, name: nameOf(kind, at) };
    taken.push(await take(named, { kind, ordinal: at + 1 }));
  }
  if (posterUrl !== undefined) {
    taken.push(await take({ url: posterUrl, pointer: '/posterUrl', name: 'poster' }, { kind: 'poster', ordinal: 1 }));
  }
  return taken;
};
