import { chosenEntrypoint } from './entrypoint.js';

const NAMES = ['import'] as const;

describe('chosenEntrypoint', () => {
  it('returns the default without the flag', () => {
    expect(chosenEntrypoint([], NAMES)).toEqual({ kind: 'DEFAULT' });
    expect(chosenEntrypoint(['--port', '3000'], NAMES)).toEqual({ kind: 'DEFAULT' });
  });

  it.each([
    [['--entrypoint', 'import', '--all-parks']],
    [['--entrypoint=import', '--all-parks']],
    [['--all-parks', '--entrypoint', 'import']],
  ])('takes the flag out of %j', (args) => {
    expect(chosenEntrypoint(args, NAMES)).toEqual({ kind: 'KNOWN', name: 'import', rest: ['--all-parks'] });
  });

  it('ignores arguments after --', () => {
    expect(chosenEntrypoint(['--', '--entrypoint', 'import'], NAMES)).toEqual({ kind: 'DEFAULT' });
  });

  it.each([[['--entrypoint', 'exprot']], [['--entrypoint=']], [['--entrypoint']]])(
    'lists the available entry points for %j',
    (args) => {
      expect(chosenEntrypoint(args, NAMES)).toEqual({
        kind: 'UNKNOWN',
        message: expect.stringContaining('import') as string,
      });
    },
  );
});
