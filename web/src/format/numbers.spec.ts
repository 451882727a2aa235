import {
  bytesText,
  countText,
  decimalText,
  durationText,
  lowCoverageText,
  percentText,
  plural,
  priceText,
  UNKNOWN,
  waitText,
} from './numbers.js';

describe('numbers as text', () => {
  it('shows an unknown value as a dash, never as zero', () => {
    for (const text of [bytesText, countText, decimalText, waitText, percentText, durationText]) {
      expect([text(null), text(undefined)]).toEqual([UNKNOWN, UNKNOWN]);
      expect(text(0)).toContain('0');
    }
    expect(priceText(null, 'USD')).toBe(UNKNOWN);
    expect(priceText(1500, null)).toBe(UNKNOWN);
  });

  it.each([
    [999, '999 B'],
    [999_600, '1 MB'],
    [1_234_000_000, '1.23 GB'],
    [45_600_000_000_000_000, '45,600 TB'],
  ])('shows %d bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text.replace(' ', '\u00a0'));
  });

  it.each([
    [0, '0 min'],
    [59.6, '1 h'],
    [60, '1 h'],
    [125, '2 h 5 min'],
    [119.7, '2 h'],
  ])('shows %d minutes as %s', (minutes, text) => {
    expect(durationText(minutes)).toBe(text);
  });

  it('reads prices in the smallest unit of their currency', () => {
    expect(priceText(1500, 'USD')).toContain('15.00');
    expect(priceText(2500, 'JPY')).toMatch(/2,500$/);
  });

  it('has one form for one', () => {
    expect([plural(1, 'ride'), plural(2, 'ride'), plural(0, 'ride')]).toEqual(['1 ride', '2 rides', '0 rides']);
  });

  it('states a coverage below 95 %, of as many figures as have it', () => {
    expect(lowCoverageText([94.9, 95, 100, null, 20], 'day')).toBe(' Of 2 days, less than 95 % was observed.');
    expect(lowCoverageText([95, null, undefined], 'day')).toBe('');
  });
});
