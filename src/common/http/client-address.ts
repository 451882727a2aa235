import type { IncomingMessage } from 'node:http';

/**
 * Whose request it is. Behind a trusted proxy: what that proxy, and nobody before it, has added at the end of
 * X-Forwarded-For. With more hops a client could choose its own address and so escape its rate limit.
 */
export function clientAddress({ headers, socket }: IncomingMessage, isBehindProxy: boolean): string {
  const forwardedFor = isBehindProxy ? headers['x-forwarded-for'] : undefined;
  const last = String(forwardedFor ?? '')
    .split(',')
    .at(-1)!
    .trim();
  return last === '' ? (socket.remoteAddress ?? '') : last;
}
