import { ApiError, errorText, isRepeatable, NetworkError } from './errors.js';

const body = { error: { code: 'RIDE_NOT_FOUND', message: 'Ride 9 does not exist', details: {} }, requestId: 'abc' };

describe('the text of an error', () => {
  it('names what failed, what to do, and the request', () => {
    expect(errorText(ApiError.of(404, body, null))).toEqual({
      title: 'There is no such entry',
      advice: 'Ride 9 does not exist. Search for it by name instead.',
      requestId: 'abc',
    });
  });

  it('names the fields that a request has wrong', () => {
    const details = { heightMinCm: ['heightMinCm of 150 cm would exceed heightMaxCm of 100 cm'] };
    const error = { code: 'VALIDATION_FAILED', message: 'The request is not valid', details };
    expect(errorText(ApiError.of(400, { error, requestId: 'abc' }, null)).advice).toBe(
      'heightMinCm of 150 cm would exceed heightMaxCm of 100 cm. Change it, then try again.',
    );
    const other = { code: 'DATE_OUT_OF_RANGE', message: 'At most 31 days', details: { maxDays: 31, days: [31] } };
    expect(errorText(ApiError.of(400, { error: other, requestId: 'abc' }, null)).advice).toBe(
      'At most 31 days. Change the selection above.',
    );
  });

  it.each([
    'Unable to preload CSS for http://127.0.0.1:3000/assets/StoragePage-D.css',
    'Failed to fetch dynamically imported module: http://127.0.0.1:3000/assets/StoragePage-C.js',
    'error loading dynamically imported module: http://127.0.0.1:3000/assets/StoragePage-C.js',
    'Importing a module script failed.',
  ])('says what to do if a file of a page does not arrive: %s', (message) => {
    expect(errorText(new TypeError(message))).toEqual({
      title: 'This page could not be loaded',
      advice: 'Check the connection, or wait until the server is up again, then try again.',
      requestId: null,
    });
  });

  it('says how long to wait after too many requests', () => {
    expect(errorText(ApiError.of(429, body, '17')).advice).toBe('Wait 17 seconds, then try again.');
    expect(errorText(ApiError.of(429, body, null)).advice).toBe('Wait a minute, then try again.');
  });

  it.each([[undefined], [null], ['<html>'], [{}]])('is readable for the body %j of a proxy', (foreign) => {
    expect(errorText(ApiError.of(502, foreign, null))).toEqual({
      title: 'The server failed',
      advice: 'The server responded with status 502.',
      requestId: null,
    });
  });

  it('names what is missing, and what is in the way', () => {
    const textOf = (status: number, code: string) =>
      errorText(ApiError.of(status, { error: { code, message: 'The reason' } }, null));
    expect(textOf(409, 'IMPORT_IN_PROGRESS')).toMatchObject({
      title: 'This is not possible at present',
      advice: 'The reason',
    });
    expect(textOf(503, 'ARCHIVE_UNAVAILABLE')).toMatchObject({
      title: 'The archive is not available',
      advice: 'The reason',
    });
    expect(textOf(503, 'DATABASE_UNAVAILABLE').title).toBe('The database is not available');
  });

  it('offers no second try of a request that cannot succeed', () => {
    const errors = [400, 404, 409, 429, 500, 503].map((status) => ApiError.of(status, null, null));
    expect([...errors, new NetworkError()].map(isRepeatable)).toEqual([false, false, true, true, true, true, true]);
  });

  it('says that the server is away, and promises no repetition that only some requests have', () => {
    expect(errorText(new NetworkError())).toEqual({
      title: 'The server cannot be reached',
      advice: 'Check the connection, or wait until the server is up again, then try again.',
      requestId: null,
    });
  });

  it('does not call a key too weak whose session was begun anew elsewhere', () => {
    const error = { code: 'CSRF_TOKEN_INVALID', message: 'The token is not that of the session' };
    expect(errorText(ApiError.of(403, { error }, null)).title).toBe('Another session was begun in this browser');
  });
});
