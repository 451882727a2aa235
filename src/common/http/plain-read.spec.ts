import type { IncomingMessage } from 'node:http';
import { isSimpleRead } from './cache-middleware.js';

const isPlain = (method: string, headers: Record<string, string> = {}) =>
  isSimpleRead({ method, headers } as unknown as IncomingMessage);

describe('a plain read', () => {
  it('is GET or HEAD, with whatever does not change the answer', () => {
    expect([isPlain('GET'), isPlain('HEAD'), isPlain('OPTIONS'), isPlain('POST')]).toEqual([true, true, false, false]);
    expect(isPlain('GET', { accept: 'text/html', origin: 'https://a.example', 'if-none-match': '"a"' })).toBe(true);
  });

  it.each(['authorization', 'content-length', 'transfer-encoding'])('has no %s', (name) => {
    expect(isPlain('GET', { [name]: 'anything' })).toBe(false);
  });
});
