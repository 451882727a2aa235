import { UsageError } from '../usage-error.js';
import { recomputeCommand, refreshCommand } from './statistics.command.js';

describe('the command line of the statistics commands', () => {
  it('says what is computed again: all of it, or a park, or some days', () => {
    const all = { parkId: null, from: null, to: null };
    expect(recomputeCommand.parse(['--all'])).toEqual({ scope: all, json: false });
    const args = ['--park-id', '7', '--from', '2024-02-29', '--to', '2024-03-01'];
    const scope = { parkId: 7, from: '2024-02-29', to: '2024-03-01' };
    expect(recomputeCommand.parse(args)).toEqual({ scope, json: false });
  });

  it('refreshes without further ado', () => {
    expect(refreshCommand.parse([])).toEqual({ json: false });
  });

  it.each([
    [refreshCommand, ['--from', '2024-01-01'], "unknown option '--from'"],
    [refreshCommand, ['--all'], "unknown option '--all'"],
    [recomputeCommand, [], '--all'],
    [recomputeCommand, ['--all', '--park-id', '7'], '--all excludes'],
    [recomputeCommand, ['--park-id', '0'], '--park-id'],
    [recomputeCommand, ['--from', '2023-02-29'], '--from'],
    [recomputeCommand, ['--from', '2024-02-02', '--to', '2024-02-01'], 'lies after'],
    [recomputeCommand, ['--until', '2024-01-01'], '--until'],
  ])('%# refuses with what is wrong', (command, args, complaint) => {
    expect(() => command.parse(args)).toThrow(UsageError);
    expect(() => command.parse(args)).toThrow(complaint);
  });
});
