import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Ended } from '../support/program.js';

/** A real `npm run`. No server listens at the database's address: what is refused is refused before it is asked. */
async function npmRun(...words: string[]): Promise<Ended> {
  const child = spawn('npm', ['run', ...words], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: 'mysql://u:p@127.0.0.1:1/x' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

describe('npm run', () => {
  it.each([
    [['stats:recompute', '--from=2024-01-01'], '-- --from=2024-01-01'],
    [['stats:recompute', '--from', '2024-01-01', '--to', '2024-01-31'], '-- --from=2024-01-01 --to=2024-01-31'],
    [['stats:recompute', '--all'], '-- --all'],
    [['import', '--all-parks', '--dry-run'], '-- --all-parks --dry-run'],
    [['import', '--resume', 'imp_0a1b2c3d4e'], '-- --resume=imp_0a1b2c3d4e'],
    [['catalog:sync', '--allow-deactivation'], '-- --allow-deactivation'],
    [['metadata:sync', '--park-id', '7'], '-- --park-id=7'],
    [['export', '--park-id=7', '--from=2024-01-01', '--to=2024-02-01', '-o', 'x.csv'], '-- --park-id=7 --from=2024-01-01 --to=2024-02-01 --output=x.csv'], // prettier-ignore
    [['start', '--entrypoint=import'], '-- --entrypoint=import'],
    [['simulate-api', '--port=0'], '-- --port=0'],
    [['warehouse', 'stats', 'recompute', '--from=2024-01-01'], '-- stats recompute --from=2024-01-01'],
    [['partitions', 'ensure', '--json'], '-- ensure --json'],
  ])('%j without "--" is refused with the command that was meant', async (words, meant) => {
    const { code, stderr } = await npmRun(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`\n\n  npm run ${words[0]} ${meant}\n\n`)]);
  });

  it.each([
    [['storage:report', '--days=9'], 'storage:report -- --days=9'],
    [['storage:report', '--days', '9'], 'storage:report -- --days=9'],
    [['export', '--format=csv'], 'export -- --<option>=csv'],
  ])('%j, of which npm lets only the value through, is refused with what to write', async (words, meant) => {
    const { code, stderr } = await npmRun(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`\n\n  npm run ${meant}\n`)]);
  });

  it('migration:revert --dry-run, an option that the program does not have, reverts nothing', async () => {
    const { code, stderr } = await npmRun('migration:revert', '--dry-run');
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm took --dry-run, and this program has no such')]);
  });

  it('start -- --port=4500 is refused, because the server takes no options', async () => {
    const { code, stderr } = await npmRun('start', '--', '--port=4500');
    expect([code, stderr]).toEqual([2, expect.stringContaining('PORT=4500 npm start')]);
  });

  it('gives the options after "--" to the program', async () => {
    const { code, stdout } = await npmRun('--silent', 'stats:recompute', '--', '--from', '2024-01-01', '--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('npm run stats:recompute -- --all')]);
  });

  it('stats:recompute without options does nothing', async () => {
    const { code, stderr } = await npmRun('stats:recompute');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--all')]);
  });
});
