import { useEffect, useRef } from 'react';

/** `Escape`, `[`; with `Mod+` the Control key, or Command on a Mac. */
export type Shortcut = string;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * Hears a key anywhere on the page while `active`. An open dialog has the keys for itself, and a single
 * character is left to whoever is typing.
 */
export const useShortcut = (shortcut: Shortcut, run: () => void, active: boolean): void => {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!active) return;
    const mod = shortcut.startsWith('Mod+');
    const key = mod ? shortcut.slice('Mod+'.length) : shortcut;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== key || event.defaultPrevented || event.isComposing) return;
      if (mod !== (event.ctrlKey || event.metaKey)) return;
      if (key.length === 1 && isTyping(event.target)) return;
      if (document.querySelector('dialog:modal') !== null) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [shortcut, active]);
};
