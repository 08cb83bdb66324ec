import { SCRIPT_MAX_CHARS } from '../../contract/limits.ts';
import type { Tool } from '../tools/tool.ts';
import { openHouse } from '../vendors/open-house.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { requireVendors } from '../vendors/require-vendors.ts';
import { prepareSpeech } from './prepare-speech.ts';
import { runSpeech } from './run-speech.ts';

/** Speech in the background: a script of any length. */
export const speechTool: Tool<'tts'> = {
  prepare: async (ctx, { isOperator, params, pointer }) => {
    const source = await openHouse(ctx, { isOperator });
    const { job, speech } = await prepareSpeech(source, { params, maxChars: SCRIPT_MAX_CHARS, pointer });
    // A script that stands in its job's row goes to a worker, where there is one: that is not the sandbox's speech.
    const isWorked = job.script === null && (await readRoster(ctx)).models.get(job.modelId)?.workerUrl != null;
    return {
      job: isWorked ? { ...job, demo: { ...job.demo, operator: false } } : job,
      requireVendor: (userId) =>
        requireVendors(ctx, { voiceIds: [speech.voiceId], userId, speech, canWait: true, pointer }),
    };
  },
  run: runSpeech,
  failure: 'The voice could not speak this.',
};
