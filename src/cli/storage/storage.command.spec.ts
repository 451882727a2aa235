import { UsageError } from '../usage-error.js';
import { measureCommand, reportCommand } from './storage.command.js';

describe('the command line of the storage commands', () => {
  it('takes --json, and the days of a report', () => {
    expect(measureCommand.parse([])).toEqual({ json: false });
    expect(measureCommand.parse(['--json'])).toEqual({ json: true });
    expect(reportCommand.parse([])).toEqual({ json: false, days: 30 });
    expect(reportCommand.parse(['--days', '90', '--json'])).toEqual({ json: true, days: 90 });
  });

  it.each([
    [reportCommand, ['now'], 'too many arguments'],
    [reportCommand, ['--days', '0'], '1 to 365'],
    [reportCommand, ['--days', 'all'], '"all"'],
    [measureCommand, ['--days', '3'], "unknown option '--days'"],
    [reportCommand, ['--colour'], '--colour'],
  ])('%# refuses and says what is wanted', (command, args, text) => {
    expect(() => command.parse(args)).toThrow(UsageError);
    expect(() => command.parse(args)).toThrow(text);
  });
});
