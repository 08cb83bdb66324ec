import { type ComponentType, lazy } from 'react';
import { openAreas } from './language.ts';

/** A part of the studio that comes after its first paint, together with what it says. */
export const lazyPart = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    const [component] = await Promise.all([load(), openAreas(['editor'])]);
    return { default: component };
  });
