import type { ImageStyle } from '../../contract/images.ts';

/** What is added to a prompt for a style. */
const WORDS: Readonly<Record<ImageStyle, string>> = {
  photo: 'A photograph: natural light, real textures, sharp focus on the subject.',
  cinematic: 'A still from a film: wide lens, strong light and shadow, a restrained palette.',
  illustration: 'An editorial illustration: clean shapes, few colours, soft grain.',
  watercolor: 'A watercolour on rough paper: loose washes, soft edges, visible pigment.',
  oil: 'An oil painting: thick brush strokes, rich colours, canvas showing through.',
  line_art: 'A line drawing: black ink on white, one weight of line, no shading.',
  anime: 'A hand-drawn anime frame: clear outlines, flat shades, painted background.',
  pixel_art: 'Pixel art: large even pixels, a palette of sixteen colours, no smoothing.',
  render_3d: 'A 3D render: soft studio light, smooth materials, shallow depth of field.',
};

/** A prompt as the model gets it. */
export const styledPrompt = (prompt: string, style: ImageStyle | null): string =>
  style === null ? prompt : `${prompt}\n\n${WORDS[style]}`;
