import { UsageError } from '../usage-error.js';
import { parseStatisticsArgs } from './statistics-args.js';

describe('the arguments of the statistics program', () => {
  it('say what is rebuilt: all of it, or a park, or some days', () => {
    const all = { parkId: null, from: null, to: null };
    expect(parseStatisticsArgs(['rebuild', '--all'])).toEqual({ action: 'rebuild', scope: all });
    const args = ['rebuild', '--park-id', '7', '--from', '2024-02-29', '--to', '2024-03-01'];
    const scope = { parkId: 7, from: '2024-02-29', to: '2024-03-01' };
    expect(parseStatisticsArgs(args)).toEqual({ action: 'rebuild', scope });
  });

  it('drain without further ado', () => {
    expect(parseStatisticsArgs(['refresh'])).toEqual({ action: 'refresh' });
    expect(parseStatisticsArgs(['refresh', '--help'])).toEqual({ action: 'help' });
  });

  it.each([
    [[], 'drain, rebuild'],
    [['renew'], 'drain, rebuild'],
    [['refresh', '--from', '2024-01-01'], 'drain takes no options'],
    [['refresh', '--all'], 'drain takes no options'],
    [['rebuild'], '--all'],
    [['rebuild', '--all', '--park-id', '7'], '--all excludes'],
    [['rebuild', '--park-id', '0'], '--park-id'],
    [['rebuild', '--from', '2023-02-29'], '--from'],
    [['rebuild', '--from', '2024-02-02', '--to', '2024-02-01'], 'lies after'],
    [['rebuild', '--until', '2024-01-01'], '--until'],
  ])('%j are refused with what is wrong', (args, complaint) => {
    expect(() => parseStatisticsArgs(args)).toThrow(UsageError);
    expect(() => parseStatisticsArgs(args)).toThrow(complaint);
  });
});
