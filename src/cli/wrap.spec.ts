import { wrapped } from './wrap.js';

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
