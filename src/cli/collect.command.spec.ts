import { UsageError } from './usage-error.js';
import { collectCommand } from './collect.command.js';

const ID = '89db5d43-c434-4097-b71f-f6869f495a22';

describe('the command line of the collector', () => {
  it('asks for one cycle of everything, or of one destination', () => {
    expect(collectCommand.parse(['--once'])).toEqual({ destinationId: null, json: false });
    expect(collectCommand.parse(['--once', '--destination', ID.toUpperCase(), '--json'])).toEqual({
      destinationId: ID,
      json: true,
    });
  });

  it.each([[[]], [['--json']], [['--once', '--destination', 'orlando']], [['--once', '--fast']], [['--once', 'now']]])(
    'refuses %j',
    (args) => {
      expect(() => collectCommand.parse(args)).toThrow(UsageError);
    },
  );
});
