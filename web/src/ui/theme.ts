import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const STORAGE_KEY = 'ozvena.theme';
const CHANGED = 'ozvena:theme';

const keptTheme = (): Theme | undefined => {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return kept === 'light' || kept === 'dark' ? kept : undefined;
  } catch {
    return undefined;
  }
};

const currentTheme = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

const applyTheme = (theme: Theme): void => {
  if (currentTheme() === theme) return;
  document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event(CHANGED));
};

/** Keeps the visitor's own choice, in this browser. */
export const chooseTheme = (theme: Theme): void => {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage can be switched off; the choice then lasts for this page.
  }
  applyTheme(theme);
};

/** The landing page is light and the studio dark, until the visitor has chosen; `theme.js` does the same before paint. */
export const applyThemeOf = (pathname: string): void =>
  applyTheme(keptTheme() ?? (pathname.startsWith('/studio') ? 'dark' : 'light'));

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
};

/** The theme that shows now. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
