import { count, plural } from '../common/text.js';
import { duration, instant, wrapped } from './format.js';

describe('numbers as text', () => {
  it('groups thousands the same on every host', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  it('shows two units of a time, and tenths of a short one', () => {
    const seconds = [0, 0.31, 2, 59.4, 61, 3725, 93_784];
    expect(seconds.map(duration)).toEqual(['0s', '0.3s', '2s', '59s', '1m 1s', '1h 2m', '1d 2h']);
  });

  it('shows instants in UTC and knows one from many', () => {
    expect(instant(new Date('2024-01-02T03:04:05.678Z'))).toBe('2024-01-02 03:04:05Z');
    expect(instant(null)).toBe('-');
    expect([plural(1, 'day'), plural(2, 'day')]).toEqual(['1 day', '2 days']);
  });
});

describe('wrapping', () => {
  it('leaves alone what fits', () => {
    expect(wrapped('one two\nthree', 7)).toBe('one two\nthree');
  });

  it('breaks between words and indents what goes on', () => {
    expect(wrapped('one two three four\nfive', 9)).toBe('one two\n  three\n  four\nfive');
  });

  it('breaks no word, however long', () => {
    expect(wrapped('a storage:measure', 8)).toBe('a\n  storage:measure');
  });
});
