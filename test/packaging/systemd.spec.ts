import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../src/common/config/settings/settings.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NAME = 'theme-park-data-warehouse.service';
const UNIT = readFileSync(join('packaging', 'systemd', NAME), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version'], { stdio: 'ignore' }).status === 0;

/** Values of a key, which may be given several times. */
const valuesOf = (key: string): string[] =>
  [...UNIT.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value!);

describe('the systemd unit', () => {
  it('sets only settings of the program', () => {
    const names = valuesOf('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('=')[0]!));
    expect(names).toContain('ADMIN_API_KEY_FILE');
    expect(names.map((name) => name.replace(/_FILE$/, '')).filter((name) => !(name in SETTINGS.shape))).toEqual([]);
  });

  it('leaves the program more time to stop than the program takes at most', () => {
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(SETTINGS.parse({}).SHUTDOWN_LIMIT_SECONDS);
  });

  it('lets it write to its state directory only, which is its DATA_DIR', () => {
    expect(valuesOf('ProtectSystem')).toEqual(['strict']);
    expect(UNIT).toContain(`DATA_DIR=/var/lib/${valuesOf('StateDirectory')[0]}`);
  });

  (hasSystemd ? describe : describe.skip)(`by systemd-analyze${hasSystemd ? '' : ' (not installed)'}`, () => {
    const folder = temporaryFolder('systemd');
    const analyze = (text: string, ...args: string[]) => {
      const file = join(folder.path, NAME);
      // Node is elsewhere on some machines.
      writeFileSync(file, text.replace('/usr/bin/node', process.execPath));
      const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' });
      return { status, output: `${stdout}${stderr}`.trim() };
    };

    afterAll(() => folder.remove());

    it('is valid', () => {
      expect(analyze(UNIT, 'verify')).toEqual({ status: 0, output: '' });
      expect(analyze(UNIT.replace('PrivateTmp=', 'PrivateTemp='), 'verify').output).toContain('PrivateTemp');
    });

    it('is hardened: exposed at most 2 of 10', () => {
      const { output } = analyze(UNIT, 'security', '--offline=yes', '--threshold=20');
      expect(output).toMatch(/exposure level for .*: [01]\.\d OK/);
    });
  });
});
