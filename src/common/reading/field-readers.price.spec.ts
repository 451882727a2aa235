import { INVALID, readCurrency, readPriceMinor } from './field-readers.js';

describe('a price of 0', () => {
  it.each([
    'Unknown', 'unknown', 'Price unavailable', 'Not available', 'N/A', 'n.a.', 'NA', 'TBD', 'T.B.A.', '?', '$?', '—', '-',
    '', ' ', '¥', 'See app', '未定', '€ 0,00 (prix inconnu)', '0 (未定)', '알 수 없음 0', 'Sold out $0', 'ab 0 €', 'from $0',
  ])('with the text %p is unknown', (formatted) => {
    expect(readPriceMinor(0, formatted)).toBeNull();
    expect(readPriceMinor('0', formatted)).toBeNull();
  }); // prettier-ignore

  it.each([
    '$0.00',
    '¥0',
    '0',
    '0,00 €',
    'kr 0',
    '0 kr.',
    'US$0.00',
    'HK$0',
    'EUR 0,00',
    '0 zł',
    '0円',
    '0 원',
    'R$ 0,00',
    '0 euros',
    '￥０',
    '٠ ر.س',
    'Free',
    'FREE!',
    'Gratuit',
    'Kostenlos',
    'Complimentary',
    '無料',
  ])('with the text %p is free', (formatted) => {
    expect(readPriceMinor(0, formatted)).toBe(0);
  });

  it.each([undefined, null, 5, {}, []])('without a text (%p) is free, as the API defines it', (formatted) => {
    expect(readPriceMinor(0, formatted)).toBe(0);
  });

  it.each(['$15.00', '¥1,500', '１５００', '١٥ ر.س'])('with the text of another price (%p) is invalid', (formatted) => {
    expect(readPriceMinor(0, formatted)).toBe(INVALID);
  });
});

describe('an amount', () => {
  it.each([
    [1500, 1500],
    ['1500', 1500],
    [' 1500 ', 1500],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [null, null],
    [undefined, null],
    ['', null],
    [-1, INVALID],
    [15.5, INVALID],
    ['15.00', INVALID],
    ['$15', INVALID],
    [2 ** 31, INVALID],
    [true, INVALID],
    [{}, INVALID],
  ])('of %p is %p, whatever the text says', (amount, expected) => {
    expect(readPriceMinor(amount, 'Unknown')).toBe(expected);
    expect(readPriceMinor(amount, null)).toBe(expected);
  });
});

it.each([
  ['JPY', 'JPY'],
  [' usd ', 'USD'],
  [null, null],
  ['', null],
  ['$', INVALID],
  [840, INVALID],
])('the currency %p is %p', (value, expected) => {
  expect(readCurrency(value)).toBe(expected);
});
