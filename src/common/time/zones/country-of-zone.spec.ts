import { countryOfZone } from './country-of-zone.js';

describe('the country of a time zone', () => {
  it.each([
    ['America/New_York', 'US'],
    ['America/Los_Angeles', 'US'],
    ['Europe/Paris', 'FR'],
    ['Europe/London', 'GB'],
    ['Europe/Kyiv', 'UA'],
    ['Asia/Calcutta', 'IN'],
    ['Asia/Shanghai', 'CN'],
    ['Asia/Hong_Kong', 'HK'],
    ['Asia/Tokyo', 'JP'],
    ['Asia/Dubai', 'AE'],
    ['Australia/Brisbane', 'AU'],
  ])('%s is %s', (zone, country) => {
    expect(countryOfZone(zone)).toBe(country);
  });

  it.each([null, 'UTC', 'Mars/Olympus', ''])('%s is in none', (zone) => {
    expect(countryOfZone(zone)).toBeNull();
  });
});
