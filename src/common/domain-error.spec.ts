import { DomainError, reasonText } from './domain-error.js';

describe('reasonText', () => {
  it('returns the message of a domain error', () => {
    expect(reasonText(new DomainError('PARK_NOT_FOUND', 'Park 7 does not exist'))).toBe('Park 7 does not exist');
  });

  it('hides the message of any other error, which may contain SQL', () => {
    expect(reasonText(new TypeError("Duplicate entry 'x' in INSERT INTO rides"))).toBe('TypeError');
    expect(reasonText('INSERT INTO rides')).toBe('unknown');
  });
});
