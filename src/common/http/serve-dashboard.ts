import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { type DashboardFile, type Encoding, ENCODINGS, INDEX } from './dashboard-files.js';

const A_YEAR = 'public, max-age=31536000, immutable';
/** What the overview shows first. The browser requests it while it still loads the scripts. */
const OVERVIEW_DATA = '/api/live/status-summary';
/** Paths of the API and the metrics, which are never pages. */
const NOT_PAGES = /^\/(api|metrics)(\/|$)/i;

/**
 * Serves the dashboard: its files, and its page for each other address that a browser opens. The page itself then shows
 * what belongs to the address. All other requests pass.
 */
export function serveDashboard(files: ReadonlyMap<string, DashboardFile>, basePath: string): RequestHandler {
  const overviewLink = `<${basePath}${OVERVIEW_DATA}>; rel=preload; as=fetch; crossorigin`;
  return (request: Request, response: Response, next: NextFunction) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const name = request.path === '/' || isNavigation(request) ? INDEX : request.path;
    const file =
      isRead && !NOT_PAGES.test(request.path) ? files.get(files.has(request.path) ? request.path : name) : null;
    if (!file) {
      next();
      return;
    }
    if (request.path === '/') response.set('Link', overviewLink);
    send(request, response, file);
  };
}

/** A browser opens an address with `Accept: text/html, …`; scripts and `curl` accept anything, and need a real 404. */
function isNavigation({ headers }: Request): boolean {
  return /\btext\/html\b/i.test(headers.accept ?? '');
}

function send(request: Request, response: Response, { contentType, etag, isImmutable, bodies }: DashboardFile): void {
  const encoding = chosenEncoding(request, bodies);
  response.set({
    'Content-Type': contentType,
    'Cache-Control': isImmutable ? A_YEAR : 'no-cache',
    Vary: 'Accept-Encoding',
    ETag: `"${etag}-${encoding}"`,
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const body = bodies.get(encoding)!;
  if (encoding !== 'identity') response.set('Content-Encoding', encoding);
  response.set('Content-Length', String(body.length)).end(request.method === 'HEAD' ? undefined : body);
}

function chosenEncoding(request: Request, bodies: DashboardFile['bodies']): Encoding {
  const offered = ENCODINGS.filter((encoding) => bodies.has(encoding));
  const accepted = request.acceptsEncodings(...offered);
  return offered.find((encoding) => encoding === accepted) ?? 'identity';
}
