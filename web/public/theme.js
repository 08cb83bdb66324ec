// Runs before the first paint, from a file of its own, because the content policy forbids inline script.
// The landing page is light and the studio dark until the visitor has chosen.
(() => {
  let theme = location.pathname.startsWith('/studio') ? 'dark' : 'light';
  try {
    const kept = localStorage.getItem('ozvena.theme');
    if (kept === 'light' || kept === 'dark') theme = kept;
  } catch {
    // Storage can be switched off; the default then stands.
  }
  document.documentElement.dataset.theme = theme;
})();
