import type { ServerResponse } from 'node:http';

/** Names and values in turn: what `writeHead` sends as it is, without looking up or copying anything. */
export type HeaderList = readonly string[];

/** What a response would send by now, but for some names (in lower case). */
export function headersSoFar(response: ServerResponse, except: ReadonlySet<string>): HeaderList {
  return response
    .getHeaderNames()
    .filter((name) => !except.has(name))
    .flatMap((name) => [name, String(response.getHeader(name))]);
}

export function setHeaders(response: ServerResponse, headers: HeaderList): void {
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at]!, headers[at + 1]!);
}
