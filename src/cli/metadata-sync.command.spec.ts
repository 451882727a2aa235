import { UsageError } from './usage-error.js';
import { metadataSyncCommand } from './metadata-sync.command.js';

describe('the command line of metadata:sync', () => {
  it('asks by default for every ride whose turn it is', () => {
    const everything = { parkId: null, rideId: null, force: false, json: false };
    expect(metadataSyncCommand.parse([])).toEqual(everything);
  });

  it('takes a park, a ride, and force', () => {
    expect(metadataSyncCommand.parse(['--park-id', '7', '--ride-id=42', '--force', '--json'])).toEqual({
      parkId: 7,
      rideId: 42,
      force: true,
      json: true,
    });
  });

  it.each([[['--park-id', '0']], [['--ride-id', 'x']], [['--park-id', '4294967296']], [['--park-id']], [['all']]])(
    'refuses %j',
    (args) => {
      expect(() => metadataSyncCommand.parse(args)).toThrow(UsageError);
    },
  );
});
