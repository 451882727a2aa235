import { nameText } from './export-formats.js';

describe('a name in CSV', () => {
  it.each([
    ['Hagrid’s Magical Creatures™', 'Hagrid’s Magical Creatures™'],
    ['Up, up and away', '"Up, up and away"'],
    ['The "Great" Wheel', '"The ""Great"" Wheel"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' kept ', '" kept "'],
  ])('encodes %j as %j', (name, field) => {
    expect(nameText(name)).toBe(field);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1'])(
    'never encodes %j as a formula',
    (name) => {
      expect(nameText(name).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});
