import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AspectRatio, ImageStyle } from '../../api/wire.ts';

/** From upright to wide: the shapes that screens and prints have. */
export const SHAPES = [
  '9:16',
  '2:3',
  '3:4',
  '4:5',
  '1:1',
  '5:4',
  '4:3',
  '3:2',
  '16:9',
  '21:9',
] as const satisfies readonly AspectRatio[];

export const STYLE_NAMES: Record<ImageStyle, MessageDescriptor> = {
  photo: msg`Photograph`,
  cinematic: msg`Film still`,
  illustration: msg`Illustration`,
  watercolor: msg`Watercolour`,
  oil: msg`Oil painting`,
  line_art: msg`Line drawing`,
  anime: msg`Anime`,
  pixel_art: msg`Pixel art`,
  render_3d: msg`3D model`,
};
export const STYLES = Object.keys(STYLE_NAMES) as ImageStyle[];
