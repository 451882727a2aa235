import { trimAscii } from './field-readers.js';

describe('trimAscii', () => {
  it.each([
    ['  a b \t\r\n', 'a b'],
    ['a', 'a'],
    [' \n\t ', ''],
    ['', ''],
    ['\u00a0a\u00a0', '\u00a0a\u00a0'],
  ])('of %j is %j', (text, trimmed) => {
    expect(trimAscii(text)).toBe(trimmed);
  });

  it('is fast for text with much space in the middle', () => {
    // with time squared this would take longer than the test may
    const text = `a${' '.repeat(2_000_000)}b`;
    expect(trimAscii(` ${text} `)).toBe(text);
  });
});
