import { UsageError } from '../usage-error.js';
import { parseCollectArgs } from './collect-args.js';

const ID = '89db5d43-c434-4097-b71f-f6869f495a22';

describe('the command line of the collector', () => {
  it('asks for one cycle of everything, or of one destination', () => {
    expect(parseCollectArgs(['--once'])).toEqual({ action: 'once', destinationId: null, json: false });
    expect(parseCollectArgs(['--once', '--destination', ID.toUpperCase(), '--json'])).toEqual({
      action: 'once',
      destinationId: ID,
      json: true,
    });
    expect(parseCollectArgs(['-h'])).toEqual({ action: 'help' });
  });

  it.each([[[]], [['--json']], [['--once', '--destination', 'orlando']], [['--once', '--fast']], [['--once', 'now']]])(
    'refuses %j',
    (args) => {
      expect(() => parseCollectArgs(args)).toThrow(UsageError);
    },
  );
});
