import type { IncomingMessage, ServerResponse } from 'node:http';

const STATUSES_WITHOUT_BODY = [204, 304];

/**
 * Counts the bytes that will be written as the body, including bytes that a disconnected client does not receive. Replaces methods of
 * the response, which makes it slower.
 */
export function countBody({ method }: IncomingMessage, response: ServerResponse): () => number {
  const [write, end] = [response.write.bind(response), response.end.bind(response)];
  let bytes = 0;
  const add = ([chunk, encoding]: readonly unknown[]): void => {
    if (typeof chunk === 'string')
      bytes += Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
  };
  response.write = (...args: unknown[]): boolean => {
    add(args);
    return Reflect.apply(write, undefined, args) as boolean;
  };
  response.end = (...args: unknown[]): ServerResponse => {
    add(args);
    return Reflect.apply(end, undefined, args) as ServerResponse;
  };
  return () => (method === 'HEAD' || STATUSES_WITHOUT_BODY.includes(response.statusCode) ? 0 : bytes);
}
