import { createServer } from 'node:net';
import { once } from 'node:events';
import { createConnection } from 'mysql2/promise';
import { chosenEntrypoint, startFailure } from './startup.js';

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

describe('startFailure', () => {
  const address = { HOST: '127.0.0.1', PORT: 3000 };

  it('names PORT if the port is in use', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as { port: number };
    const second = createServer();
    const failed = new Promise((resolve) => second.once('error', resolve));
    second.listen(port, '127.0.0.1');
    const error = await failed;
    first.close();
    expect(startFailure(error, { ...address, PORT: port })).toContain(`Port ${port} is in use`);
  });

  it('names DATABASE_URL if the database does not respond', async () => {
    const error = await createConnection({ host: '127.0.0.1', port: 1, password: 'hidden' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(startFailure(error, address)).toMatch(/^The database does not answer \(ECONNREFUSED\)/);
  });

  it('returns null for an unexpected failure', () => {
    expect(startFailure(new Error('a defect'), address)).toBeNull();
  });
});
