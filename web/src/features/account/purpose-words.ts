import { msg } from '@lingui/core/macro';
import type { Purpose } from '../../api/wire.ts';

/** What people make here, in the order in which they are asked. */
export const PURPOSE_WORDS = {
  podcast: msg`Podcasts and radio`,
  video: msg`Videos`,
  audiobook: msg`Audiobooks and stories`,
  learning: msg`Lessons and courses`,
  accessibility: msg`Reading aloud to people`,
  product: msg`A program or a product of mine`,
  other: msg`Something else`,
} as const satisfies Record<Purpose, unknown>;

export const PURPOSES = Object.keys(PURPOSE_WORDS) as (keyof typeof PURPOSE_WORDS)[];
