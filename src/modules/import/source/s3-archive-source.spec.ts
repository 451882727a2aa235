import { storedEtag } from './s3-archive-source.js';

describe('the version of an object as it is stored', () => {
  it.each(['abc', '"abc"', 'W/"abc"'])('has no quotes: %s', (header) => {
    expect(storedEtag(header)).toBe('abc');
  });

  it('is itself up to 128 characters', () => {
    expect(storedEtag(`"${'e'.repeat(128)}"`)).toBe('e'.repeat(128));
  });

  it('is a hash of a longer one: equal for equal ones, and for no others', () => {
    const stored = storedEtag(`"${'e'.repeat(129)}"`);
    expect(stored).toMatch(/^[0-9a-f]{64}$/);
    expect(storedEtag(`W/"${'e'.repeat(129)}"`)).toBe(stored);
    expect(storedEtag(`"${'e'.repeat(128)}f"`)).not.toBe(stored);
  });
});
