import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve, sep } from 'node:path';
import { COMMANDS } from '../../src/cli/commands.js';
import { EXIT } from '../../src/cli/exit-codes.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** No server listens there: what needs no database must not ask for it. */
const SETTINGS = { DATABASE_URL: 'mysql://u:p@127.0.0.1:1/x', DATABASE_START_WAIT_SECONDS: '0' };
const run = (...args: string[]) => runHere(args, SETTINGS);

describe('the command warehouse', () => {
  it('lists all commands in its help', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const { path } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${path.split(' ')[0]}\\b`, 'm'));
  });

  it.each(COMMANDS.map(({ path }) => [path]))('describes %s by --help and by help', async (path) => {
    const words = path.split(' ');
    const { code, stdout, stderr } = await run(...words, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: warehouse ${path}`);
    expect(await run('help', ...words)).toEqual({ code, stdout, stderr });
  });

  it('has every command in the scripts of package.json and in the table of docs/architecture.md', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const table = readFileSync('docs/architecture.md', 'utf8')
      .match(/^\| `warehouse .*$/gm)!
      .join('\n');
    const isRunBy = (script: string, path: string) =>
      `exec node scripts/run.mjs ${path}`.startsWith(scripts[script] ?? 'none');
    expect(COMMANDS.filter(({ path, npmScript }) => !isRunBy(npmScript, path))).toEqual([]);
    expect(COMMANDS.map(({ npmScript }) => npmScript).filter((script) => !table.includes(script))).toEqual([]);
  });

  it('prints every exit code with its meaning', async () => {
    const { code, stdout } = await run('help', 'exit-codes');
    expect(code).toBe(0);
    for (const value of Object.values(EXIT)) expect(stdout).toMatch(new RegExp(`^ +${value} {2}\\w`, 'm'));
  });

  it('prints its version', async () => {
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[], 'import'],
    [['bogus'], "unknown command 'bogus'"],
    [['stats'], 'refresh, recompute'],
    [['stats', 'renew'], 'refresh, recompute'],
    [['catalog', 'sync', '--destination', 'paris'], '--destination must be'],
    [['catalog', 'sync', '--destination', '--json'], '--destination requires a value'],
    [['catalog', 'sync', '--json', '--json'], '--json is given more than once'],
    [['storage', 'report', '--dayz', '3'], "unknown option '--dayz'"],
    [['migrate', 'run', 'now'], 'too many arguments'],
  ])('refuses %j with exit code 2, what is wrong, the usage, and where the help is', async (args, complaint) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(complaint)]);
    expect(stderr).toMatch(/^Usage: warehouse .*\nHelp: .* --help\n$/m);
  });

  it('prints errors as one object on stdout with --json', async () => {
    const usage = await run('stats', 'recompute', '--json');
    expect(JSON.parse(usage.stdout)).toMatchObject({ exitCode: 2, error: { code: 'WRONG_USAGE' } });
    const failed = await run('migrate', 'status', '--json');
    expect(JSON.parse(failed.stdout)).toMatchObject({ exitCode: 1, error: { code: 'DATABASE_UNAVAILABLE' } });
  });
});

describe('an installation without the development tools, as the production image', () => {
  const folder = temporaryFolder('image');
  afterAll(() => folder.remove());

  it('names what it does not contain, and runs everything else', async () => {
    const dist = join(folder.path, 'dist');
    mkdirSync(dist);
    const isTool = (path: string) =>
      [`dist${sep}tools`, `dist${sep}demo`].some((name) => path.startsWith(resolve(name)));
    cpSync(resolve('dist'), dist, { recursive: true, filter: (path) => !isTool(path) });
    cpSync('package.json', join(folder.path, 'package.json'));
    symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'));
    const runIn = (...args: string[]) =>
      new Promise<{ code: number; stderr: string }>((done) => {
        const child = execFile(
          process.execPath,
          [join(dist, 'cli.js'), ...args],
          { env: { PATH: process.env.PATH } },
          (_, __, stderr) => done({ code: child.exitCode ?? -1, stderr }),
        );
      });
    for (const name of ['simulate-api', 'generate-archive', 'serve-archive', 'demo']) {
      const { code, stderr } = await runIn(name, '--help');
      expect([name, code, stderr]).toEqual([name, 1, expect.stringContaining('this image does not contain it')]);
    }
    for (const name of ['--help', 'import', 'collect', 'doctor']) {
      expect([name, await runIn(name, '--help')]).toEqual([name, { code: 0, stderr: '' }]);
    }
  });
});
