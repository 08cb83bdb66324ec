import { t } from '@lingui/core/macro';
import type { ParamsOf } from '../../api/wire.ts';
import { formatSeconds } from '../../format.ts';
import type { Words } from '../editor/tool.ts';
import { moduleTool } from '../tool-parts/module-tool.ts';

/** Pictures that speak, as the editor's frame knows them. */
export const PORTRAITS = moduleTool('img2vid_audio', {
  standIn: (common, { noCache: _, startMs = 0, ...params }) => ({
    ...common,
    module: 'img2vid_audio',
    modelId: '',
    title: params.prompt ?? '',
    params: { ...params, startMs },
  }),
  again: ({ params }) => ({ ...params, noCache: true }),
});

/** What is agreed to when a film is ordered. */
export const portraitWords = ({ seconds }: ParamsOf<'img2vid_audio'>): Words => {
  const length = formatSeconds(seconds);
  return { title: t`Generate this film?`, about: t`Up to ${length} of your picture, speaking.` };
};
