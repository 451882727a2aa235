import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
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
});
