import type { IncomingMessage } from 'node:http';

/** Asks for nothing but what its URL says, and as nobody in particular: without a key, and without a body. */
export function isPlainRead({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.authorization === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}
