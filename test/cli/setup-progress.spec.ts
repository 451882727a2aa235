import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const STEPS = resolve('scripts/setup/steps.mjs');

/** What a step of the set-up prints while its command runs. */
function progressOf(command: string, args: string[], options: object): string {
  const call = `await run(${JSON.stringify(command)}, ${JSON.stringify(args)}, ${JSON.stringify(options)})`;
  const script = `import { run } from ${JSON.stringify(STEPS)}; ${call};`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stderr;
}

describe('a step of the set-up', () => {
  it('reports while its command runs, and names the program instead of Node or env before it', () => {
    const sleep = ['DEBIAN_FRONTEND=noninteractive', 'sleep', '0.6'];
    expect(progressOf('env', sleep, { progressMs: 200 })).toMatch(/^( {2}sleep 0\.6 goes on, \d s so far\n){1,3}$/);
    const node = ['-e', 'setTimeout(() => undefined, 600)'];
    expect(progressOf(process.execPath, node, { progressMs: 200 })).toContain(' goes on, ');
  });

  it('is silent if its command is quick', () => {
    expect(progressOf('true', [], {})).toBe('');
  });
});
