import { UsageError } from './usage-error.js';
import { qualityCheckCommand } from './quality-check.command.js';

describe('the command line of the quality check', () => {
  it('takes a park and a range of days, all of them optional', () => {
    expect(qualityCheckCommand.parse([])).toEqual({ json: false, parkId: null });
    expect(
      qualityCheckCommand.parse(['--park-id', '7', '--start-date', '2024-01-01', '--end-date', '2024-01-31', '--json']),
    ).toEqual({
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
    expect(() => qualityCheckCommand.parse(args)).toThrow(UsageError);
  });
});
