import './styles.css';
import { startLanguage } from './i18n/language.ts';
import { notLoadedText } from './i18n/not-loaded.ts';

/**
 * Two ways in. The landing page is one page and needs no router; everything else is the app.
 * A first visitor so loads a third less script, and a visit from one to the other is a plain page load.
 */
// By name and not by a condition: of that the build makes one import, and asks ahead for the studio's parts on either way.
const WAYS = {
  landing: () => import('./app/landing-entry.tsx'),
  studio: () => import('./app/studio-entry.tsx'),
};
const way: keyof typeof WAYS = location.pathname === '/' ? 'landing' : 'studio';
const entry = WAYS[way]();
const language = startLanguage(['house', way]);

/** Parts of a page that are asked for at once, and not only when the router has come and knows the page. */
const AHEAD: readonly [path: RegExp, load: () => Promise<unknown>][] = [
  [/^\/studio(\/|$)/, () => import('./features/studio/studio-layout.tsx')],
  [/^\/studio\/speech$/, () => import('./features/speech/speech-page.tsx')],
];
for (const [path, load] of AHEAD) {
  // The router asks again, and tells what went wrong then.
  if (path.test(location.pathname)) load().catch(() => undefined);
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root to draw into.');
Promise.all([entry, language]).then(
  ([{ mount }]) => mount(root),
  () => {
    // A deploy can take the files an open page still asks for; the next load has the new ones.
    root.textContent = notLoadedText();
  },
);
