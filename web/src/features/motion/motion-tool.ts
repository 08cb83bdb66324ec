import { t } from '@lingui/core/macro';
import type { ParamsOf } from '../../api/wire.ts';
import { formatSeconds } from '../../format.ts';
import type { Words } from '../editor/tool.ts';
import { moduleTool } from '../tool-parts/module-tool.ts';

/** Pictures that begin to move, as the editor's frame knows them. */
export const MOTION = moduleTool('img2vid_noaudio', {
  standIn: (common, { noCache: _, quality = 'pro', ...params }) => ({
    ...common,
    module: 'img2vid_noaudio',
    modelId: '',
    title: params.prompt,
    params: { ...params, quality },
  }),
  again: ({ params }) => ({ ...params, noCache: true }),
});

/** What is agreed to when a film is ordered. */
export const motionWords = ({ seconds, quality }: ParamsOf<'img2vid_noaudio'>): Words => {
  const length = formatSeconds(seconds);
  return {
    title: t`Generate this film?`,
    about:
      quality === 'standard'
        ? t`${length} without sound, in plain quality.`
        : t`${length} without sound, in high quality.`,
  };
};
