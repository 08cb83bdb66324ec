import './styles.css';

/**
 * Two ways in. The landing page is one page and needs no router; everything else is the app.
 * A first visitor so loads a third less script, and a visit from one to the other is a plain page load.
 */
const entry = location.pathname === '/' ? import('./app/landing-entry.tsx') : import('./app/studio-entry.tsx');

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root to draw into.');
entry.then(
  ({ mount }) => mount(root),
  () => {
    // A deploy can take the files an open page still asks for; the next load has the new ones.
    root.textContent = 'Ozvena could not be loaded. Check the connection and load the page again.';
  },
);
