import { msg } from '@lingui/core/macro';

/** A picture that comes with the app, and what happens in it. */
export const EXAMPLES = [
  {
    name: msg`Waves come in`,
    file: 'shore.jpg',
    prompt: 'Slow waves roll onto the shore, clouds drift, the camera glides forward a little.',
  },
  {
    name: msg`Evening falls`,
    file: 'peaks.jpg',
    prompt: 'The sun sinks behind the mountains, thin mist moves between the trees, the light fades softly.',
  },
] as const;
