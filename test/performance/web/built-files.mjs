import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { ROOT } from '../../../scripts/setup/steps.mjs';

const BUILT = join(ROOT, 'dist', 'web');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** The bytes of a built file as a browser gets it with gzip. */
export const gzipBytes = (path) => readFileSync(join(BUILT, `${path}.gz`)).length;

/**
 * Serves the built dashboard with gzip, and `answers` as its API: a function from the URL to the body of a response. So a run
 * measures the page alone, and needs no database.
 */
export async function serveDashboard(answers) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith('/api/')) return sendJson(response, answers(url));
    sendFile(response, existsSync(join(BUILT, `${url.pathname}.gz`)) ? url.pathname : '/index.html');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function sendJson(response, body) {
  response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body ?? { error: { code: 'NOT_FOUND', message: 'not made here', details: {} } }));
}

function sendFile(response, path) {
  response.writeHead(200, { 'Content-Type': TYPES[extname(path)], 'Content-Encoding': 'gzip' });
  response.end(readFileSync(join(BUILT, `${path}.gz`)));
}
