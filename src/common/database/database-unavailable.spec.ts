import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable } from './database-errors.js';

const failed = (fields: object): QueryFailedError =>
  new QueryFailedError('SELECT 1', [], Object.assign(new Error('as the driver says'), fields));

describe('isDatabaseUnavailable', () => {
  it.each(['PROTOCOL_CONNECTION_LOST', 'ECONNREFUSED', 'ENOENT'])('is true of a query that failed with %s', (code) => {
    expect(isDatabaseUnavailable(failed({ code }))).toBe(true);
  });

  it('is true of a command on a connection that had ended, which has no code', () => {
    expect(isDatabaseUnavailable(failed({ fatal: true }))).toBe(true);
  });

  it('is false of a wrong statement, and of a file that is not there', () => {
    expect(isDatabaseUnavailable(failed({ code: 'ER_PARSE_ERROR' }))).toBe(false);
    expect(isDatabaseUnavailable(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe(false);
  });
});
