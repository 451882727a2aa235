import type { Schemas } from '../../../api/client.js';
import { basisText, diskOutlook, spanText } from './disk-outlook.js';

type Growth = Schemas['StorageGrowthView'];

const THRESHOLDS = { warning: 90, critical: 30 };
const growth = (changed: Partial<Growth> = {}): Growth =>
  ({
    measuredAt: '2026-11-29T03:50:00.000Z',
    method: 'MEASURED',
    window: { days: 30, from: '2026-10-31', to: '2026-11-29', measurements: 30 },
    capacity: { limitBytes: 1_000_000_000, note: null },
    bytesPerDay: { value: 2_000_000, low: 1_500_000, high: 2_500_000 },
    daysUntilFull: { days: 400, earliestDays: 320, latestDays: 533 },
    ...changed,
  }) as Growth;
const outlook = (changed: Partial<Growth> = {}) => diskOutlook(growth(changed), THRESHOLDS);

describe('whether the disk is going to last', () => {
  it('names the time, the month, the rate and the band', () => {
    expect(outlook()).toEqual({
      level: 'GOOD',
      text: 'Full in 400 days, in January 2028, at 2\u00a0MB a day.',
      range: 'between 320 days and 533 days, with 95 % certainty',
    });
  });

  it('names the day once it is near', () => {
    const near = { days: 12.9, earliestDays: 11, latestDays: 15 };
    expect(outlook({ daysUntilFull: near })).toMatchObject({
      level: 'TROUBLE',
      text: expect.stringContaining('Full in 12 days, on Dec 11, 2026') as string,
    });
  });

  it('judges by the earliest day, with the thresholds of the alerts', () => {
    const levelAt = (earliestDays: number) =>
      outlook({ daysUntilFull: { days: 500, earliestDays, latestDays: null } }).level;
    expect([29, 30, 31, 90, 91].map(levelAt)).toEqual(['TROUBLE', 'TROUBLE', 'CARE', 'CARE', 'GOOD']);
  });

  it('states no range without a band', () => {
    const withoutBand = { days: 400, earliestDays: null, latestDays: null };
    expect(outlook({ method: 'FROM_ROWS', daysUntilFull: withoutBand }).range).toBeNull();
  });

  it('says that it may never be full if the band includes no growth', () => {
    const open = { days: 400, earliestDays: 320, latestDays: null };
    expect(outlook({ daysUntilFull: open }).range).toBe('at the earliest in 320 days; it may never be full');
  });

  it('claims nothing beyond ten years', () => {
    const far = { days: 40_000, earliestDays: 30_000, latestDays: 50_000 };
    expect(outlook({ daysUntilFull: far }).text).toBe('Yes: for more than 10 years at 2\u00a0MB a day.');
  });

  it.each<[string, Partial<Growth>]>([
    ['Nothing has been measured', { measuredAt: null }],
    ['The capacity is not known', { capacity: { limitBytes: null, note: 'no setting' } as Growth['capacity'] }],
    ['The growth is not known', { method: 'NONE' }],
  ])('says what is missing: %s', (text, changed) => {
    expect(outlook(changed)).toMatchObject({ level: 'CARE', text: expect.stringContaining(text) as string });
  });

  it('tells a full disk and one that does not grow apart', () => {
    const full = { days: 0, earliestDays: 0, latestDays: 0 };
    expect(outlook({ daysUntilFull: full })).toMatchObject({ level: 'TROUBLE', text: 'The disk is full.' });
    expect(outlook({ daysUntilFull: null })).toMatchObject({ level: 'GOOD' });
  });

  it.each([
    [1.2, '1 day'],
    [400, '400 days'],
    [1_000, '2.7 years'],
    [4_000, 'more than 10 years'],
  ])('shows %d days as %s', (days, text) => {
    expect(spanText(days)).toBe(text);
  });
});

describe('the basis of the projection', () => {
  it('is the measurements, or the rows of the newest month', () => {
    expect(basisText(growth())).toBe('Fitted to 30 measurements, Oct 31, 2026 to Nov 29, 2026');
    const window = { days: 30, from: null, to: null, measurements: 1 };
    expect(basisText(growth({ method: 'FROM_ROWS', window }))).toContain('needs 7 days of measurements, there is 1');
  });
});
