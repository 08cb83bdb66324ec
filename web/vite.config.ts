import { lingui } from '@lingui/vite-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { messageMacros } from './message-macros.ts';

const WORKER_ORIGIN = process.env.OZVENA_WORKER_ORIGIN ?? 'http://localhost:8787';

// The parts of the interface that the landing page and the studio have in common.
const HOUSE =
  /src[\\/](ui[\\/](button|cx|copy-button|dialog|echo-[a-z]+|field|icon-button|logo|play-button|player|select|skeleton|theme|theme-toggle|toast|tooltip|use-field|waveform|badge)\.tsx?|api[\\/](?!problem-words|admin-|book-|vendor-|webhook|own-account|upload-|create-uploader|send-bytes|money-|order-|plan-|payment-|model-|read-events|job-request)|audio[\\/]|app[\\/](providers|error-[a-z]+|message-page|page-title|request-id)|format\.ts|i18n[\\/][a-z-]+\.tsx|features[\\/](voices|session|tools))|contract[\\/](text|limits|credit-price)\.ts$/;

// What the studio's first page and its other tools have in common. What comes later is left out.
const DESK =
  /src[\\/](ui[\\/](ticker|menu|choice-row)\.|features[\\/](editor[\\/](?!order-dialogs|cap-dialog)|checkout[\\/](shortage|lazy-quick-buy)\.|preferences[\\/]|jobs[\\/](job-words|lazy-results)|speech[\\/](draft|fit-draft|use-script-field|use-speech-choice|vendor-queries|scenes|lazy-parts|script-facts|use-draft|speech-tool|settings-waiting)\.)|live[\\/]|api[\\/]job-request)|react-router[\\/]dist[\\/]esm[\\/]link\.js|lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/](bell|layout-grid|plus|rotate-ccw-clock|shield-check|user-round)\./;

/** Asks for the interface font beside the script, so that the first paint already has it. */
const preloadInterfaceFont = (): Plugin => ({
  name: 'ozvena:preload-interface-font',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, context) {
      const font = Object.keys(context.bundle ?? {}).find((file) => /mona-sans-latin-wght-normal.*\.woff2$/.test(file));
      if (font === undefined) return [];
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: '' };
      return [{ tag: 'link', attrs, injectTo: 'head-prepend' as const }];
    },
  },
});

export default defineConfig({
  root: import.meta.dirname,
  // React itself has had this hook since 18; the package that stands in for it is left out.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim$/, replacement: 'react' }] },
  plugins: [react(), messageMacros(), lingui(), tailwindcss(), preloadInterfaceFont()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    // The content policy allows fonts and images from files only where it can; nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files instead of many crumbs: what both ways in share travels as two, one of which seldom changes.
        codeSplitting: {
          groups: [
            // Read by the first script itself, before it asks for the page's.
            { name: 'language', test: /node_modules[\\/]@lingui[\\/]core[\\/]|src[\\/]i18n[\\/][a-z-]+\.ts$/ },
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](query-core|react-query))[\\/]/,
            },
            { name: 'house', test: HOUSE },
            { name: 'desk', test: DESK },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: WORKER_ORIGIN, changeOrigin: false, ws: true } },
  },
});
