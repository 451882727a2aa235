import { UsageError } from '../usage-error.js';
import { parseCheckArgs } from './quality-check-args.js';

describe('the command line of the quality check', () => {
  it('takes a park and a range of days, all of them optional', () => {
    expect(parseCheckArgs([])).toEqual({ help: false, json: false, parkId: null });
    expect(
      parseCheckArgs(['--park-id', '7', '--start-date', '2024-01-01', '--end-date', '2024-01-31', '--json']),
    ).toEqual({
      help: false,
      json: true,
      parkId: 7,
      startDate: '2024-01-01',
      endDate: '2024-01-31',
    });
  });

  it.each([
    [['--park-id', 'x']],
    [['--start-date', '2024-02-30']],
    [['--fast']],
    [['now']],
    [['--start-date', '2024-02-02', '--end-date', '2024-02-01']],
  ])('refuses %j', (args) => {
    expect(() => parseCheckArgs(args)).toThrow(UsageError);
  });
});
