import { chosenEntrypoint } from './startup.js';

const NAMES = ['import'] as const;

describe('chosenEntrypoint', () => {
  it('is the default one without the flag', () => {
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

  it('leaves alone what follows --', () => {
    expect(chosenEntrypoint(['--', '--entrypoint', 'import'], NAMES)).toEqual({ kind: 'DEFAULT' });
  });

  it.each([[['--entrypoint', 'exprot']], [['--entrypoint=']], [['--entrypoint']]])(
    'names the known ones for %j',
    (args) => {
      expect(chosenEntrypoint(args, NAMES)).toEqual({
        kind: 'UNKNOWN',
        message: expect.stringContaining('import') as string,
      });
    },
  );
});
