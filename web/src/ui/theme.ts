import { useSyncExternalStore } from 'react';
import { createKeptChoice } from '../kept-choice.ts';

const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const CHANGED = 'ozvena:theme';

const kept = createKeptChoice('ozvena.theme', THEMES);

const currentTheme = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

const applyTheme = (theme: Theme): void => {
  if (currentTheme() === theme) return;
  document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event(CHANGED));
};

/** Keeps the visitor's own choice, in this browser. */
export const chooseTheme = (theme: Theme): void => {
  kept.choose(theme);
  applyTheme(theme);
};

/** The theme that was chosen here and that the account has not been told of. */
export const untoldTheme = kept.untold;

/** The account's theme shows, and is kept for the next first paint, unless another has been chosen here meanwhile. */
export const adoptTheme = (theme: Theme): void => {
  kept.told(theme);
  applyTheme(kept.read() ?? theme);
};

/** The landing page is light and the studio dark, until the visitor has chosen; `theme.js` does the same before paint. */
export const applyThemeOf = (pathname: string): void =>
  applyTheme(kept.read() ?? (pathname.startsWith('/studio') ? 'dark' : 'light'));

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
};

/** The theme that shows now. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
