import type { AudioFormat } from '../../contract/speech.ts';
import type { ClaimedJob } from '../../db/jobs.ts';
import type { SoundFormat } from '../../media/sound-format.ts';
import { SOUND_FORMATS } from '../../media/sound-formats.ts';
import type { SpeechLimits } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import type { Progress } from '../jobs/report-progress.ts';
import type { OpenedVendor } from '../vendors/open-vendor.ts';
import { vendorOf } from '../voices/find-voice.ts';
import type { SpeechOptions, Track } from './track.ts';

/** One run of a speech job, with everything it needs at hand. */
export type SpeechRun = {
  job: ClaimedJob;
  options: SpeechOptions;
  tracks: readonly Track[];
  sound: SoundFormat;
  /** The vendors of all tracks that are to be spoken. */
  vendors: ReadonlyMap<SpeechVendorId, OpenedVendor>;
  /** Calls that run side by side. */
  atOnce: number;
  progress: Progress;
};

/** The limits of a track's vendor for this job. */
export const limitsOf = (
  { vendors, options }: Pick<SpeechRun, 'vendors' | 'options'>,
  { voiceId }: Pick<Track, 'voiceId'>,
): SpeechLimits => {
  const vendor = vendors.get(vendorOf(voiceId));
  if (!vendor) throw new Error(`nobody was asked to speak with ${voiceId}`);
  const quality = options.hq ? 'high' : 'standard';
  return vendor.speech.limitsFor({ voice: voiceId, quality, instructions: options.instructions });
};

/** @throws Error for a format in which nothing is joined here: it was refused before it was charged for. */
export const soundFormatOf = (format: AudioFormat): SoundFormat => {
  const sound = (SOUND_FORMATS as Partial<Record<AudioFormat, SoundFormat>>)[format];
  if (!sound) throw new Error(`nothing is joined as ${format}`);
  return sound;
};

/** The media types that speech comes in. */
export const SPEECH_TYPES = Object.values(SOUND_FORMATS).map(({ contentType }) => contentType);
