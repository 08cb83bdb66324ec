import { type ComponentType, lazy } from 'react';
import { openAreas } from './language.ts';
import type { Area } from './locales.ts';

/** A part of the studio that comes after its first paint, together with what it says. */
export const lazyPart = <Props extends object>(load: () => Promise<ComponentType<Props>>, area: Area = 'editor') =>
  lazy(async () => {
    const [component] = await Promise.all([load(), openAreas([area])]);
    return { default: component };
  });
