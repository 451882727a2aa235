import type { IncomingMessage } from 'node:http';
import { isNotModified, isSimpleRead } from './cached-responses.js';

const isSimple = (method: string, headers: Record<string, string> = {}) =>
  isSimpleRead({ method, headers } as unknown as IncomingMessage);

describe('isSimpleRead', () => {
  it('accepts GET and HEAD with headers that do not change the response', () => {
    expect([isSimple('GET'), isSimple('HEAD'), isSimple('OPTIONS'), isSimple('POST')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isSimple('GET', { accept: 'text/html', origin: 'https://a.example', 'if-none-match': '"a"' })).toBe(true);
  });

  it.each(['authorization', 'content-length', 'transfer-encoding'])('refuses a request with %s', (name) => {
    expect(isSimple('GET', { [name]: 'anything' })).toBe(false);
  });
});

const ETAG = 'W/"5-abc"';

describe('isNotModified', () => {
  it('decides requests without conditions and requests with the current ETag', () => {
    expect(isNotModified({}, ETAG)).toBe(false);
    expect(isNotModified({ 'cache-control': 'no-cache' }, ETAG)).toBe(false);
    expect(isNotModified({ 'if-none-match': ETAG }, ETAG)).toBe(true);
    expect(isNotModified({ 'if-none-match': '"5-abc"' }, ETAG)).toBe(true);
  });

  it('is false for an outdated ETag', () => {
    expect(isNotModified({ 'if-none-match': 'W/"5-abd"' }, ETAG)).toBe(false);
    expect(isNotModified({ 'if-none-match': '""' }, ETAG)).toBe(false);
  });

  it.each([
    [{ 'if-none-match': 'other' }],
    [{ 'if-none-match': `"other", ${ETAG}` }],
    [{ 'if-none-match': '*' }],
    [{ 'if-modified-since': 'Mon, 01 Jul 2024 00:00:00 GMT' }],
    [{ 'if-none-match': ETAG, 'if-modified-since': 'Mon, 01 Jul 2024 00:00:00 GMT' }],
    [{ 'if-none-match': ETAG, 'cache-control': 'no-cache' }],
  ])('leaves the decision to the framework for %j', (headers) => {
    expect(isNotModified(headers, ETAG)).toBeUndefined();
  });
});
