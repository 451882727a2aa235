import { QueryFailedError } from 'typeorm';
import { ConfigurationError } from '../common/config/app-config.js';
import { NewerSchemaError, SchemaLockError } from '../common/database/run-migrations.js';
import { DomainError } from '../common/domain-error.js';
import { failureOf, RephrasedError } from './failure.js';
import { UsageError } from './usage-error.js';

describe('failureOf', () => {
  it('gives each kind of failure its exit code', () => {
    expect(failureOf(new UsageError('x')).exitCode).toBe(2);
    expect(failureOf(new ConfigurationError(['PORT: wrong'])).exitCode).toBe(78);
    expect(failureOf(new DomainError('PARK_NOT_FOUND', 'no park')).exitCode).toBe(1);
    expect(failureOf('thrown text')).toMatchObject({ exitCode: 1, message: 'thrown text' });
  });

  it.each([
    [1045, 'DATABASE_REFUSED', 'correct DATABASE_URL'],
    [1045, 'DATABASE_REFUSED', '?ssl-mode=REQUIRED'],
    [1142, 'DATABASE_REFUSED', 'Grant the rights'],
    [1049, 'DATABASE_REFUSED', 'Create it'],
    [1064, 'INTERNAL_ERROR', 'the server refuses'],
    [3159, 'DATABASE_UNAVAILABLE', 'Add ?ssl-mode=REQUIRED'],
    [3032, 'DATABASE_UNAVAILABLE', 'SET GLOBAL offline_mode = OFF'],
  ])('names error %i of the server %s', (errno, code, remedy) => {
    const error = Object.assign(new Error('the server refuses'), { errno, sqlState: '42000' });
    for (const failed of [error, new QueryFailedError('SELECT 1', [], error)]) {
      expect(failureOf(failed)).toMatchObject({
        code,
        exitCode: 1,
        message: expect.stringContaining(remedy) as string,
      });
    }
  });

  it('names the option of a server that takes no writes', () => {
    const sqlMessage =
      'The MySQL server is running with the --super-read-only option so it cannot execute this statement';
    const error = Object.assign(new Error(sqlMessage), { errno: 1290, sqlState: 'HY000', sqlMessage });
    expect(failureOf(new QueryFailedError('DELETE FROM parks', [], error))).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('SET GLOBAL read_only = OFF') as string,
    });
  });

  it('names a schema that is newer, or locked', () => {
    expect(failureOf(new NewerSchemaError(['Rename1'])).code).toBe('SCHEMA_NEWER');
    expect(failureOf(new SchemaLockError()).code).toBe('SCHEMA_LOCKED');
  });

  it('says what to look at when the database is away, even where Node gives no words', () => {
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(failureOf(refused)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', exitCode: 1 });
    expect(failureOf(refused).message).toContain('DATABASE_URL');
    const rephrased = new RephrasedError({ ...failureOf(refused), message: '--into' }, { cause: refused });
    expect(failureOf(rephrased)).toEqual({ ...failureOf(refused), message: '--into' });
  });
});
