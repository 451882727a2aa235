import { isNotModified } from './cache-middleware.js';

const ETAG = 'W/"5-abc"';

describe('whether a client has an answer already', () => {
  it('is plain where it says nothing of it, or names this very answer', () => {
    expect(isNotModified({}, ETAG)).toBe(false);
    expect(isNotModified({ 'cache-control': 'no-cache' }, ETAG)).toBe(false);
    expect(isNotModified({ 'if-none-match': ETAG }, ETAG)).toBe(true);
    expect(isNotModified({ 'if-none-match': '"5-abc"' }, ETAG)).toBe(true);
  });

  it('is plain where it names another one, as whoever polls does when something has changed', () => {
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
  ])('is for the framework to judge with %j', (headers) => {
    expect(isNotModified(headers, ETAG)).toBeUndefined();
  });
});
