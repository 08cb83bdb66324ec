import { plural } from '@lingui/core/macro';
import type { ParamsOf } from '../../api/wire.ts';
import type { Words } from '../editor/tool.ts';
import { drawSeed } from '../tool-parts/draw-seed.ts';
import { moduleTool } from '../tool-parts/module-tool.ts';

/** Images as the editor's frame knows them. */
export const IMAGES = moduleTool('image', {
  standIn: (common, { prompt, aspectRatio = '1:1', count = 1, style = null, seed = 0, reference = null }) => ({
    ...common,
    module: 'image',
    modelId: '',
    title: prompt,
    params: { prompt, aspectRatio, count, style, seed, reference },
  }),
  // From another seed: the same one would draw the same picture.
  again: ({ params: { style, reference, ...params } }) => ({
    ...params,
    ...(style === null ? {} : { style }),
    ...(reference === null ? {} : { reference }),
    seed: drawSeed(),
    noCache: true,
  }),
});

/** What is agreed to when pictures are ordered. */
export const imageWords = ({ count = 1, aspectRatio = '1:1' }: ParamsOf<'image'>): Words => ({
  title: plural(count, { one: 'Generate this picture?', other: 'Generate these pictures?' }),
  about: plural(count, { one: `# picture, ${aspectRatio}.`, other: `# pictures, ${aspectRatio}.` }),
});
