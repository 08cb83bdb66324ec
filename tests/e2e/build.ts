import { buildSpeech, buildWeb } from '../../scripts/lib/build.mjs';

/** Builds what is served, once before all files. Where several runs go on at once, it is built before them all. */
export default async function setup(): Promise<void> {
  if (process.env.OZVENA_IS_BUILT) return;
  await buildSpeech();
  await buildWeb();
}
