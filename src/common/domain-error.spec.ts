import { DomainError, reasonText } from './domain-error.js';

describe('the reason that is shown', () => {
  it('is the message of an error of the domain', () => {
    expect(reasonText(new DomainError('PARK_NOT_FOUND', 'There is no park 7'))).toBe('There is no park 7');
  });

  it('of anything else does not tell its text, which may have SQL in it', () => {
    expect(reasonText(new TypeError("Duplicate entry 'x' in INSERT INTO rides"))).toBe('TypeError');
    expect(reasonText('INSERT INTO rides')).toBe('unknown');
  });
});
