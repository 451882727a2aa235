import { LocalHours } from './local-calendar.js';

const text = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
  [startMs, endMs].map((instant) => new Date(instant).toISOString().slice(5, 16));

describe('a local hour', () => {
  it('is an hour of the local clock, half-hour offsets included', () => {
    expect(text(new LocalHours('America/New_York', 0).window('2024-07-01', 9))).toEqual(['07-01T13:00', '07-01T14:00']);
    expect(text(new LocalHours('Australia/Adelaide', 0).window('2024-07-01', 9))).toEqual([
      '06-30T23:30',
      '07-01T00:30',
    ]);
    expect(text(new LocalHours(null, 0).window('2024-07-01', 23))).toEqual(['07-01T23:00', '07-02T00:00']);
  });

  it('lasts two hours when the clock is set back, and none when it is set forward', () => {
    const paris = new LocalHours('Europe/Paris', 0);
    expect(text(paris.window('2024-10-27', 2))).toEqual(['10-27T00:00', '10-27T02:00']);
    expect(text(paris.window('2024-10-27', 3))).toEqual(['10-27T02:00', '10-27T03:00']);
    expect(text(paris.window('2024-03-31', 2))).toEqual(['03-31T01:00', '03-31T01:00']);
    expect(text(paris.window('2024-03-31', 3))).toEqual(['03-31T01:00', '03-31T02:00']);
  });

  it('after midnight belongs to the previous day if days begin later', () => {
    const hours = new LocalHours('Europe/Paris', 180);
    expect(text(hours.window('2024-07-01', 3))).toEqual(['07-01T01:00', '07-01T02:00']);
    expect(text(hours.window('2024-07-01', 1))).toEqual(['07-01T23:00', '07-02T00:00']);
    expect(hours.hoursOfDay.slice(0, 3)).toEqual([3, 4, 5]);
    expect(hours.positionOf(2)).toBe(23);
  });

  it('is as long as the clock shows it if the clock changes within an hour', () => {
    const minutesOf = (hours: LocalHours, date: string) =>
      [1, 2, 3, 4].map((hour) => hours.window(date, hour)).map(({ startMs, endMs }) => (endMs - startMs) / 60_000);
    const chatham = new LocalHours('Pacific/Chatham', 0);
    expect(minutesOf(chatham, '2024-04-07')).toEqual([60, 75, 105, 60]);
    expect(minutesOf(chatham, '2024-09-29')).toEqual([60, 45, 15, 60]);
    expect(text(chatham.window('2024-04-07', 2))).toEqual(['04-06T12:15', '04-06T13:30']);
    expect(text(chatham.window('2024-04-07', 4))).toEqual(['04-06T15:15', '04-06T16:15']);
    const lordHowe = new LocalHours('Australia/Lord_Howe', 0);
    expect(minutesOf(lordHowe, '2024-04-07')).toEqual([90, 60, 60, 60]);
    expect(minutesOf(lordHowe, '2024-10-06')).toEqual([60, 30, 60, 60]);
  });

  it('sums to its day on every day of a year', () => {
    const hours = new LocalHours('America/New_York', 0);
    for (const date of ['2024-03-10', '2024-11-03', '2024-06-01']) {
      const windows = hours.hoursOfDay.map((hour) => hours.window(date, hour));
      windows.slice(1).forEach(({ startMs }, index) => expect(startMs).toBe(windows[index]!.endMs));
      const lengths = { '2024-03-10': 23, '2024-11-03': 25, '2024-06-01': 24 } as Record<string, number>;
      expect((windows.at(-1)!.endMs - windows[0]!.startMs) / 3_600_000).toBe(lengths[date]);
    }
  });
});
