import { npmRun } from '../common/config/npm-run.js';
import { refuseSwallowedOptions } from './swallowed-options.js';
import { UsageError } from './usage-error.js';

const OPTIONS = {
  'park-id': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  output: { type: 'string', short: 'o' },
  all: { type: 'boolean' },
} as const;

/** What the program sees where npm started `script` with these settings. */
function refuse(settings: Record<string, string>, args: string[] = [], script = 'stats:recompute'): void {
  const environment = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value]);
  const npm = npmRun({
    npm_lifecycle_event: script,
    npm_lifecycle_script: 'exec node scripts/run.mjs stats recompute',
    ...(Object.fromEntries(environment) as Record<string, string>),
  });
  refuseSwallowedOptions(OPTIONS, args, npm);
}

describe('options that npm kept for itself', () => {
  it.each([
    ['--from=2024-01-01', { from: '2024-01-01' }, [], '-- --from=2024-01-01'],
    ['--from 2024-01-01', { from: 'true' }, ['2024-01-01'], '-- --from=2024-01-01'],
    [
      '--park-id 7 --from 2024-01-01',
      { park_id: 'true', from: 'true' },
      ['7', '2024-01-01'],
      '-- --park-id=<value> --from=<value>',
    ],
    ['--to=2024-01-01, which npm expands', { token_description: '2024-01-01' }, [], '-- --to=2024-01-01'],
    ['--park-id= of an empty variable', { park_id: '' }, [], '-- --park-id='],
    ['--park-id without a value', { park_id: 'true' }, [], '-- --park-id'],
    ['--all', { all: 'true' }, [], '-- --all'],
    ['-o=file', { o: 'a file' }, [], "-- --output='a file'"],
    ['--from twice', { from: '2024-01-01\n\n2024-01-02' }, [], '-- --from=2024-01-01 --from=2024-01-02'],
    [
      'one option before and one after "--"',
      { from: '2024-01-01' },
      ['--park-id=7'],
      '-- --from=2024-01-01 --park-id=7',
    ],
  ])('are refused with the command that was meant: %s', (_, settings, args, command) => {
    expect(() => refuse(settings, args)).toThrow(UsageError);
    expect(() => refuse(settings, args)).toThrow(`\n\n  npm run stats:recompute ${command}\n\n`);
  });

  it('are refused too where only another program has them', () => {
    expect(() => refuse({ start_date: '2024-01-01' })).toThrow(
      'npm took --start-date, and this program has no such option. Nothing was done. Its options:\n\n  npm run stats:recompute -- --help\n',
    );
  });

  it.each(['dry_run', 'all_parks', 'replace_live', 'allow_deactivation'])('so is %s of another program', (name) => {
    expect(() => refuse({ [name]: 'true' })).toThrow(
      `npm took --${name.replaceAll('_', '-')}, and this program has no`,
    );
  });

  it('but not a --dry-run that npm has off', () => {
    expect(() => refuse({ dry_run: '' })).not.toThrow();
    expect(() => refuse({ dry_run: 'false' })).not.toThrow();
  });

  it.each([
    ['settings that are off', { all: '' }, []],
    ['settings of npm alone', { cache: '/tmp', allow_scripts: 'true', loglevel: 'silent' }, []],
    ['options that the program got as well', { all: 'true' }, ['--all']],
  ])('are not seen in %s', (_, settings, args) => {
    expect(() => refuse(settings, args)).not.toThrow();
  });

  it('are looked for only in programs that a script of package.json started', () => {
    expect(npmRun({ npm_config_from: '2024-01-01' })).toBeNull();
    expect(npmRun({ npm_lifecycle_event: 'test', npm_lifecycle_script: 'exec node scripts/test.mjs' })).toBeNull();
  });
});
