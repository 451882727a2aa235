import { ConfigurationError } from '../common/config/app-config.js';
import { DomainError } from '../common/domain-error.js';
import { failureOf } from './failure.js';
import { UsageError } from './usage-error.js';

describe('failureOf', () => {
  it('gives each kind of failure its exit code', () => {
    expect(failureOf(new UsageError('x')).exitCode).toBe(2);
    expect(failureOf(new ConfigurationError(['PORT: wrong'])).exitCode).toBe(78);
    expect(failureOf(new DomainError('PARK_NOT_FOUND', 'no park')).exitCode).toBe(1);
    expect(failureOf('thrown text')).toMatchObject({ exitCode: 1, message: 'thrown text' });
  });

  it('says what to look at when the database is away, even where Node gives no words', () => {
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(failureOf(refused)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', exitCode: 1 });
    expect(failureOf(refused).message).toContain('DATABASE_URL');
  });
});
