import type { NpmRun } from '../common/config/npm-run.js';
import { UsageError } from './usage-error.js';

/** Options that npm 10 and 11 expand to one of their own settings. */
const EXPANDED: Readonly<Record<string, string>> = { to: 'token_description' };

/**
 * Options of other commands. A command without such an option refuses it too, even if npm has a setting of that name:
 * `npm run migration:revert --dry-run` would revert. `--yes`, `--force`, `--json` and `--all` are not in the list, because
 * people set them for npm itself.
 */
const OF_OTHER_PROGRAMS = [
  'all-parks',
  'allow-deactivation',
  'destination',
  'dry-run',
  'end-date',
  'from',
  'mappings',
  'once',
  'park-id',
  'port',
  'repair-clock',
  'replace-live',
  'restore-clock-repair',
  'resume',
  'ride-id',
  'start-date',
  'to',
];

/** Options by name, without dashes. */
type Options = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string }>>;

interface Swallowed {
  name: string;
  /** The values on the command line: several for a repeated option, none for a switch. */
  values: readonly string[];
  /** npm read the option as a switch and passed its value on as an argument: `--from 2024-01-01`. */
  lacksValue: boolean;
}

/**
 * `npm run import --dry-run` gives the option to npm, and the command would run without it. npm passes such options on
 * as `npm_config_…`, so they can be refused. An option that the command received too is accepted.
 * @param words the words of the command, such as `stats recompute`
 * @throws UsageError with the command line that was meant
 */
export function refuseSwallowedOptions(
  options: Options,
  args: readonly string[],
  npm: NpmRun | null,
  words: readonly string[] = [],
): void {
  if (npm === null) return;
  const swallowed = Object.entries(options).flatMap(([name, { type, short }]) =>
    isGiven(args, name, short) ? [] : swallowedOption(npm, { name, type, short }),
  );
  if (swallowed.length === 0) return refuseOthers(options, npm);
  const names = swallowed.map(({ name }) => `--${name}`).join(', ');
  const [them, are] = swallowed.length === 1 ? ['it', 'an option'] : ['them', 'options'];
  throw new UsageError(
    `npm took ${names} for ${are} of its own, and the program did not get ${them}. Nothing was done. ` +
      `Options of the program come after "--":\n\n  ${intendedCommand(npm, args, swallowed, wordsAfter(npm, words))}\n\n` +
      `Where npm itself is configured so (npm config get), run node dist/${programOf(npm, words)} instead.\n`,
  );
}

function refuseOthers(options: Options, npm: NpmRun): void {
  const others = OF_OTHER_PROGRAMS.filter((name) => !(name in options) && isSwallowed(npm, name));
  if (others.length === 0) return;
  throw new UsageError(
    `npm took ${others.map((name) => `--${name}`).join(', ')}, and this program has no such option. Nothing was done. ` +
      `Its options:\n\n  npm run ${npm.script} -- --help\n`,
  );
}

/** Whether the option was given on the command line of npm. If npm has it too, npm may pass it on as off. */
function isSwallowed({ settings }: NpmRun, name: string): boolean {
  const value = settings.get(name.replaceAll('-', '_'));
  return value !== undefined && !(name === 'dry-run' && isOff(value));
}

const isOff = (value: string): boolean => value === '' || value === 'false';

/**
 * npm expands beginnings of its own settings, and letters that are its own switches. Of `--days=9` and `--format=csv`, only
 * the value is passed on, as an argument that no command accepts.
 * @throws UsageError with the command line that was meant
 */
export function refuseStrayValues(
  options: Options,
  args: readonly string[],
  npm: NpmRun | null,
  words: readonly string[] = [],
): void {
  if (npm === null) return;
  const strays = strayValues(options, args);
  if (strays.length === 0) return;
  const lacking = Object.entries(options).flatMap(([name, { type, short }]) =>
    type === 'string' && !isGiven(args, name, short) ? [name] : [],
  );
  const name = lacking.length === 1 && strays.length === 1 ? lacking[0] : '<option>';
  throw new UsageError(
    `Unexpected argument "${strays.join(' ')}". Where it is the value of an option, npm took the option for one of its ` +
      'own, and the program did not get it. Nothing was done. Options of the program come after "--":\n\n' +
      `  ${['npm run', npm.script, '--', ...wordsAfter(npm, words)].join(' ')} --${name}=${quoted(strays[0]!)}\n`,
  );
}

/** Arguments that are neither options nor values of options. */
function strayValues(options: Options, args: readonly string[]): string[] {
  const takesValue = (arg: string | undefined): boolean =>
    Object.entries(options).some(
      ([name, { type, short }]) =>
        type === 'string' && (arg === `--${name}` || (short !== undefined && arg === `-${short}`)),
    );
  return args.filter((arg, index) => !arg.startsWith('-') && !takesValue(args[index - 1]));
}

interface Option {
  name: string;
  type: 'string' | 'boolean';
  short: string | undefined;
}

function swallowedOption({ settings }: NpmRun, { name, type, short }: Option): Swallowed[] {
  const keys = [name.replaceAll('-', '_'), EXPANDED[name], short];
  const value = keys.flatMap((key) => (key === undefined ? [] : (settings.get(key) ?? [])))[0];
  if (value === undefined) return [];
  if (type === 'boolean') return isOff(value) ? [] : [{ name, values: [], lacksValue: false }];
  return [
    value === 'true'
      ? { name, values: [], lacksValue: true }
      : { name, values: value.split('\n\n'), lacksValue: false },
  ];
}

function isGiven(args: readonly string[], name: string, short: string | undefined): boolean {
  return args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`) || arg === `-${short ?? ''}`);
}

function intendedCommand(
  npm: NpmRun,
  args: readonly string[],
  swallowed: readonly Swallowed[],
  words: readonly string[],
): string {
  const strays = args.filter((arg) => !arg.startsWith('-'));
  const lacking = swallowed.filter(({ lacksValue }) => lacksValue);
  const restored = swallowed.flatMap(({ name, values, lacksValue }) => {
    // npm does not pass on which option each of several values belongs to.
    if (lacksValue && strays.length > 0)
      return [`--${name}=${lacking.length === 1 && strays.length === 1 ? quoted(strays[0]!) : '<value>'}`];
    return values.length === 0 ? [`--${name}`] : values.map((value) => `--${name}=${quoted(value)}`);
  });
  const rest = lacking.length === 0 ? args : args.filter((arg) => arg.startsWith('-'));
  return ['npm run', npm.script, '--', ...words, ...restored, ...rest.map(quoted)].join(' ');
}

/** The words of the command in a script such as `exec node scripts/run.mjs stats recompute`. */
const wordsIn = ({ command }: NpmRun): string[] =>
  (command.split('scripts/run.mjs')[1] ?? '').split(' ').filter((word) => word !== '');

/** Words that the caller of the script adds: all of them for `npm run warehouse`, the second for `npm run partitions`. */
const wordsAfter = (npm: NpmRun, words: readonly string[]): string[] => words.slice(wordsIn(npm).length);

function programOf(npm: NpmRun, words: readonly string[]): string {
  const all = [...wordsIn(npm), ...wordsAfter(npm, words)];
  return all[0] === 'main' ? 'main.js' : ['cli.js', ...all].join(' ');
}

function quoted(text: string): string {
  return /^[\w.,:@/+=-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
