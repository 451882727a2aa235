import { DomainError } from './domain-error.js';
import { shownReason } from './shown-reason.js';

describe('the reason that is shown', () => {
  it('is the message of an error of the domain', () => {
    expect(shownReason(new DomainError('PARK_NOT_FOUND', 'There is no park 7'))).toBe('There is no park 7');
  });

  it('of anything else does not tell its text, which may have SQL in it', () => {
    expect(shownReason(new TypeError("Duplicate entry 'x' in INSERT INTO rides"))).toBe('TypeError');
    expect(shownReason('INSERT INTO rides')).toBe('unknown');
  });
});
