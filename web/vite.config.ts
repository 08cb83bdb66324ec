import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORKER_ORIGIN = process.env.OZVENA_WORKER_ORIGIN ?? 'http://localhost:8787';

// The parts of the interface that the landing page and the studio have in common.
const HOUSE =
  /src[\\/](ui[\\/](button|cx|copy-button|dialog|echo-[a-z]+|field|icon-button|logo|play-button|player|select|skeleton|theme|theme-toggle|toast|tooltip|use-field|waveform|badge)\.tsx?|api[\\/]|audio[\\/]|app[\\/](providers|error-[a-z]+|message-page|page-title|request-id)|format\.ts|features[\\/](voices|session|tools))/;

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
  plugins: [react(), tailwindcss(), preloadInterfaceFont()],
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
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](query-core|react-query))[\\/]/,
            },
            { name: 'house', test: HOUSE },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: WORKER_ORIGIN, changeOrigin: false, ws: true } },
  },
});
