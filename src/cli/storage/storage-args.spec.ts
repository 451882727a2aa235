import { UsageError } from '../usage-error.js';
import { parseStorageArgs } from './storage-args.js';

describe('the command line of the storage program', () => {
  it.each([
    [['measure'], { action: 'measure', json: false }],
    [['measure', '--json'], { action: 'measure', json: true }],
    [['report'], { action: 'report', json: false, days: 30 }],
    [['report', '--days', '90', '--json'], { action: 'report', json: true, days: 90 }],
    [['report', '-h'], { action: 'help' }],
  ])('reads %j', (args, command) => {
    expect(parseStorageArgs(args)).toEqual(command);
  });

  it.each([
    [[], 'measure, report'],
    [['weigh'], '"weigh"'],
    [['report', 'now'], '"report now"'],
    [['report', '--days', '0'], '1 to 365'],
    [['report', '--days', 'all'], '"all"'],
    [['measure', '--days', '3'], 'belongs to the report'],
    [['report', '--colour'], '--colour'],
  ])('refuses %j and says what is wanted', (args, text) => {
    expect(() => parseStorageArgs(args)).toThrow(UsageError);
    expect(() => parseStorageArgs(args)).toThrow(text);
  });
});
