import { defineConfig, type Plugin } from 'vite';

const SERVER = 'http://127.0.0.1:3000';

/** Lets the page fetch at once what its entry imports one after another. Other imports belong to single pages. */
const preloadStart: Plugin = {
  name: 'preload-start',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const start = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap(({ dynamicImports }) => dynamicImports));
      const needed = chunks.filter(({ fileName }) => start.has(fileName));
      const files = new Set(needed.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      return [...files].map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head' as const,
      }));
    },
  },
};

export default defineConfig(({ command }) => ({
  // The server puts its base path before the files that the page names; scripts and styles find each other by relative paths.
  base: command === 'build' ? './' : '/',
  root: import.meta.dirname,
  plugins: [preloadStart],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // Inlined files would be blocked by the Content-Security-Policy, or be sent again with each page.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  oxc: { jsx: { runtime: 'automatic' } },
  // `npm run web:dev` shows changes at once, with the API of `npm start` or `npm run demo`.
  server: { fs: { allow: ['..'] }, proxy: { '/api': SERVER, '/metrics': SERVER } },
}));
