import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { readDashboard } from '../../../dist/common/http/dashboard-files.js';
import { serveDashboard as dashboard } from '../../../dist/common/http/serve-dashboard.js';
import { ROOT } from '../../../scripts/setup/steps.mjs';

const BUILT = join(ROOT, 'dist', 'web');

/** The bytes of a built file as a browser gets it with gzip. */
export const gzipBytes = (path) => readFileSync(join(BUILT, `${path}.gz`)).length;

/**
 * Serves the built dashboard as the application does, and `answers` as its API: a function from the URL to the body of a
 * response. So a run measures the page alone, and needs no database.
 */
export async function serveDashboard(answers) {
  const app = express();
  app.use(dashboard(readDashboard(BUILT, ''), ''));
  app.use((request, response) => {
    const body = answers(new URL(request.url, 'http://localhost'));
    if (body !== undefined) response.json(body);
    else response.status(404).json({ error: { code: 'NOT_FOUND', message: 'not made here', details: {} } });
  });
  const server = createServer(app);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
