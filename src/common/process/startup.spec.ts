import { createServer } from 'node:net';
import { once } from 'node:events';
import { createConnection } from 'mysql2/promise';
import { packageInfo, serverArguments, startFailure } from './startup.js';

describe('the arguments of the server', () => {
  it.each([[[]], [['--']]])('%j start it', (args) => {
    expect(serverArguments(args)).toBeNull();
  });

  it.each([['--help'], ['-h']])('%s describes how to start and configure it', (arg) => {
    expect(serverArguments([arg])).toEqual({ exitCode: 0, text: expect.stringContaining('PORT') as string });
  });

  it.each([['--version'], ['-V']])('%s prints the version', (arg) => {
    expect(serverArguments(['--', arg])).toEqual({ exitCode: 0, text: packageInfo().version });
  });

  it.each([[['--port', '4500']], [['--port=4500']], [['import']]])('%j are refused', (args) => {
    expect(serverArguments(args)).toEqual({
      exitCode: 2,
      text: expect.stringContaining(`takes no arguments, but got "${args.join(' ')}"`) as string,
    });
  });
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

  it.each([
    [1045, "Access denied for user 'u'@'localhost'"],
    [1049, "Unknown database 'x'"],
    [1142, 'CREATE command denied'],
  ])('names DATABASE_URL if the database refuses with error %i', (errno, message) => {
    const error = Object.assign(new Error(message), { errno, sqlState: '28000', code: 'ER_REFUSED' });
    expect(startFailure(error, address)).toMatch(/^(Access|Unknown|CREATE).*correct DATABASE_URL$/);
  });

  it('returns null for an unexpected failure', () => {
    expect(startFailure(new Error('a defect'), address)).toBeNull();
  });
});
