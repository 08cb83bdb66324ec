import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Draft } from './draft.ts';

/** Descriptions that fill the editor in one press; each shows another thing that a picture can be. */
export const EXAMPLES: readonly { name: MessageDescriptor; draft: Partial<Draft> }[] = [
  {
    name: msg`A quiet harbour`,
    draft: {
      prompt: 'A small harbour at dawn, fishing boats under a pale sky, mist over still water, one lamp still burning',
      aspectRatio: '16:9',
      count: 2,
    },
  },
  {
    name: msg`A tram in the rain`,
    draft: {
      prompt: 'An old tram on a wet cobbled street at night, its windows glowing, reflections of neon in the puddles',
      aspectRatio: '3:4',
      count: 1,
    },
  },
  {
    name: msg`Mountains, four ways`,
    draft: {
      prompt: 'Snow on high mountains above a dark forest, the last light of the evening on one peak',
      aspectRatio: '1:1',
      count: 4,
    },
  },
];
