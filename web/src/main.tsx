import './styles.css';
import { startLanguage } from './i18n/language.ts';
import { notLoadedText } from './i18n/not-loaded.ts';

/**
 * Two ways in. The landing page is one page and needs no router; everything else is the app.
 * A first visitor so loads a third less script, and a visit from one to the other is a plain page load.
 */
const isLanding = location.pathname === '/';
const entry = isLanding ? import('./app/landing-entry.tsx') : import('./app/studio-entry.tsx');
const language = startLanguage(['house', isLanding ? 'landing' : 'studio']);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root to draw into.');
Promise.all([entry, language]).then(
  ([{ mount }]) => mount(root),
  () => {
    // A deploy can take the files an open page still asks for; the next load has the new ones.
    root.textContent = notLoadedText();
  },
);
