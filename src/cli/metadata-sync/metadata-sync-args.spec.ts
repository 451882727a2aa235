import { UsageError } from '../usage-error.js';
import { parseMetadataSyncArgs } from './metadata-sync-args.js';

describe('the command line of metadata:sync', () => {
  it('asks by default for every ride whose turn it is', () => {
    const everything = { action: 'sync', parkId: null, rideId: null, force: false, json: false };
    expect(parseMetadataSyncArgs([])).toEqual(everything);
  });

  it('takes a park, a ride, and force', () => {
    expect(parseMetadataSyncArgs(['--park-id', '7', '--ride-id=42', '--force', '--json'])).toEqual({
      action: 'sync',
      parkId: 7,
      rideId: 42,
      force: true,
      json: true,
    });
    expect(parseMetadataSyncArgs(['-h', '--force'])).toEqual({ action: 'help' });
  });

  it.each([[['--park-id', '0']], [['--ride-id', 'x']], [['--park-id', '4294967296']], [['--park-id']], [['all']]])(
    'refuses %j',
    (args) => {
      expect(() => parseMetadataSyncArgs(args)).toThrow(UsageError);
    },
  );
});
