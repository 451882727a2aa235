import {
  ArchiveAccessError,
  ArchiveObjectMissingError,
  classifyArchiveError,
  DeadlineExceededError,
  TransientArchiveError,
} from './archive-errors.js';

const target = { archive: 's3://bucket', key: 'folder/2024/01/01.json.gz' };
const response = (status: number, name = 'Unknown', headers: Record<string, string> = {}) =>
  Object.assign(new Error('UnknownError'), {
    name,
    $metadata: { httpStatusCode: status },
    $response: { statusCode: status, headers },
  });
const systemError = (code: string) => Object.assign(new Error(`connect ${code}`), { code, $metadata: { attempts: 1 } });

describe('classifyArchiveError', () => {
  it.each([
    ['500', response(500, 'InternalError'), 'SERVER_ERROR'],
    ['502 of a gateway without a code', response(502), 'SERVER_ERROR'],
    ['503 SlowDown', response(503, 'SlowDown'), 'THROTTLED'],
    ['429', response(429), 'THROTTLED'],
    ['400 RequestTimeout', response(400, 'RequestTimeout'), 'TIMEOUT'],
    ['a success that cannot be read', response(200, 'Error'), 'MALFORMED_RESPONSE'],
    [
      'a reset, which the SDK names TimeoutError',
      Object.assign(systemError('ECONNRESET'), { name: 'TimeoutError' }),
      'CONNECTION',
    ],
    ['a refused connection', systemError('ECONNREFUSED'), 'CONNECTION'],
    ['a name that does not resolve now', systemError('EAI_AGAIN'), 'CONNECTION'],
    ['a connection that timed out', systemError('ETIMEDOUT'), 'TIMEOUT'],
    ['an answer that is no HTTP', systemError('HPE_INVALID_CONSTANT'), 'MALFORMED_RESPONSE'],
    ['our own deadline', new DeadlineExceededError(300), 'TIMEOUT'],
    ['too many open files', systemError('EMFILE'), 'FILE_SYSTEM_BUSY'],
  ])('%s is transient', (_what, error, reason) => {
    const classified = classifyArchiveError(error, target);
    expect(classified).toBeInstanceOf(TransientArchiveError);
    expect(classified).toMatchObject({ reason, code: 'ARCHIVE_UNAVAILABLE', cause: error });
  });

  it.each([
    ['404 of an object', response(404, 'NoSuchKey')],
    ['a missing file', systemError('ENOENT')],
  ])('%s is a missing object', (_what, error) => {
    expect(classifyArchiveError(error, target)).toBeInstanceOf(ArchiveObjectMissingError);
  });

  it.each([
    ['403', response(403, 'AccessDenied')],
    ['403 without a body', response(403)],
    ['a missing bucket', response(404, 'NoSuchBucket')],
    ['a bucket in another region', response(301, 'PermanentRedirect')],
    ['a file that may not be read', systemError('EACCES')],
    ['a certificate that has expired', systemError('CERT_HAS_EXPIRED')],
    ['a certificate of an unknown issuer', systemError('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ])('%s is final', (_what, error) => {
    expect(classifyArchiveError(error, target)).toBeInstanceOf(ArchiveAccessError);
  });

  it('names bucket and key in every message', () => {
    for (const error of [response(500), response(404), response(403), systemError('ECONNRESET')]) {
      expect(classifyArchiveError(error, target)).toHaveProperty(
        'message',
        expect.stringContaining('s3://bucket/folder/2024/01/01.json.gz'),
      );
    }
  });

  it('returns unknown errors and its own errors unchanged', () => {
    const defect = new TypeError('a defect');
    const own = new TransientArchiveError('TRUNCATED_BODY', target, 'cut short');
    expect(classifyArchiveError(defect, target)).toBe(defect);
    expect(classifyArchiveError(own, target)).toBe(own);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    [
      'a date against the date of the answer',
      { 'retry-after': 'Fri, 31 Jan 2025 10:00:09 GMT', date: 'Fri, 31 Jan 2025 10:00:00 GMT' },
      9_000,
    ],
    [
      'a date that has passed',
      { 'retry-after': 'Fri, 31 Jan 2025 09:00:00 GMT', date: 'Fri, 31 Jan 2025 10:00:00 GMT' },
      0,
    ],
    ['something unreadable', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('reads Retry-After: %s', (_what, headers: Record<string, string>, retryAfterMs) => {
    expect(classifyArchiveError(response(503, 'SlowDown', headers), target)).toHaveProperty(
      'retryAfterMs',
      retryAfterMs,
    );
  });
});
