import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { packageInfo } from '../common/process/startup.js';
import { asCommand } from './audited-command.js';
import type { CliCommand, CliHost } from './command.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { EXIT, EXIT_CODE_TABLE, type ExitCode } from './exit-codes.js';
import { failureOf } from './failure.js';
import { UsageError } from './usage-error.js';

export interface Surroundings extends Omit<CliHost, 'stop'> {
  /** After this call, the first SIGINT or SIGTERM aborts the signal instead of ending the process. */
  stopOnSignals: () => AbortSignal;
}

/** A development tool that this installation does not contain. */
class NotInThisImageError extends Error {
  constructor({ path }: CommandEntry) {
    super(
      `"warehouse ${path}" is a development tool, and this image does not contain it. Run it in a clone of the repository.`,
    );
  }
}

/** Runs the command `warehouse` with these arguments and returns its exit code. */
export async function runWarehouse(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  if (args[0] === 'help') return runWarehouse(helpArguments(args.slice(1)), surroundings);
  if (args[0] === '--exit-codes') {
    terminal.out(`Exit codes of all commands:\n${EXIT_CODE_TABLE}`);
    return EXIT.DONE;
  }
  const entry = entryOf(args);
  const root = rootCommand(surroundings);
  let loaded: CliCommand | null = null;
  let stop: AbortSignal | null = null;
  try {
    if (entry === null) {
      root.parse([...args], { from: 'user' });
      return EXIT.DONE;
    }
    loaded = await load(entry);
    const command = attach(root, entry, loaded.declare(), surroundings);
    stop = loaded.stopText === null ? null : surroundings.stopOnSignals();
    const signal = stop ?? new AbortController().signal;
    const [own, { run }] = [args.slice(wordsOf(entry).length), loaded];
    return await asCommand({ path: entry.path, args: own }, () =>
      run(own, command, () => ({ ...surroundings, stop: signal })),
    );
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.DONE;
    if (stop?.aborted === true) {
      terminal.err(loaded!.stopText!);
      return EXIT.INTERRUPTED;
    }
    return report(asUsageError(error, root, args), { args, entry, loaded, root }, surroundings);
  }
}

/** `help exit-codes` prints the table, `help import` the help of the import. */
function helpArguments(words: readonly string[]): string[] {
  return words[0] === 'exit-codes' ? ['--exit-codes'] : [...words, '--help'];
}

const wordsOf = ({ path }: CommandEntry): string[] => path.split(' ');

function entryOf(args: readonly string[]): CommandEntry | null {
  const named = COMMANDS.filter((entry) => wordsOf(entry).every((word, index) => args[index] === word));
  // `backup verify` before `backup`
  return named.sort((a, b) => wordsOf(b).length - wordsOf(a).length)[0] ?? null;
}

async function load(entry: CommandEntry): Promise<CliCommand> {
  try {
    return await entry.load();
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    throw entry.isDevelopmentTool === true && isAbsent ? new NotInThisImageError(entry) : error;
  }
}

/** All commands by name and summary. */
function rootCommand(surroundings: Surroundings): CommandUnknownOpts {
  const root: CommandUnknownOpts = quiet(new Command('warehouse'), surroundings);
  root
    .description(packageInfo().description)
    .version(packageInfo().version)
    .helpCommand(false)
    .addHelpText('after', '\nwarehouse <command> --help describes one of them, warehouse help exit-codes how all end.');
  for (const entry of COMMANDS) attach(root, entry, new Command().description(entry.summary), surroundings);
  return root;
}

/** Adds the command in the order of the list, or replaces the one of that name. */
function attach(
  root: CommandUnknownOpts,
  entry: CommandEntry,
  command: CommandUnknownOpts,
  surroundings: Surroundings,
): CommandUnknownOpts {
  const [first, second] = wordsOf(entry);
  quiet(command.name(second ?? first!).summary(entry.summary), surroundings);
  const parent = second === undefined ? root : groupOf(root, first!, surroundings);
  const commands = parent.commands as CommandUnknownOpts[];
  const at = commands.findIndex((other) => other.name() === command.name());
  if (at !== -1) commands.splice(at, 1);
  parent.addCommand(command);
  return command;
}

function groupOf(root: CommandUnknownOpts, name: string, surroundings: Surroundings): CommandUnknownOpts {
  const known = root.commands.find((command) => command.name() === name);
  if (known !== undefined) return known;
  const words = COMMANDS.flatMap((entry) => (wordsOf(entry)[0] === name ? [wordsOf(entry)[1]!] : []));
  const group = quiet(new Command(name).description(words.join(', ')).helpCommand(false), surroundings);
  root.addCommand(group);
  return group;
}

function quiet(command: CommandUnknownOpts, { terminal, columns }: Surroundings): CommandUnknownOpts {
  return command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: () => undefined,
      getOutHelpWidth: () => columns,
    });
}

/** Turns an error of commander about the words before a command's options into a usage error. */
function asUsageError(error: unknown, root: CommandUnknownOpts, args: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const names = deepest(root, args).commands.map((command) => command.name());
  const wanted = `One of these is required: ${names.join(', ')}`;
  return new UsageError(
    error.code === 'commander.help' ? wanted : `${error.message.replace(/^error: /, '')}. ${wanted}`,
  );
}

/** The command that the first words name. */
function deepest(root: CommandUnknownOpts, args: readonly string[]): CommandUnknownOpts {
  const [word, ...rest] = args;
  const next = root.commands.find((command) => command.name() === word);
  return next === undefined ? root : deepest(next, rest);
}

interface Failed {
  args: readonly string[];
  entry: CommandEntry | null;
  loaded: CliCommand | null;
  root: CommandUnknownOpts;
}

/** Reports an error: the message on stderr, with --json also an object on stdout. Returns the exit code. */
function report(error: unknown, { args, entry, loaded, root }: Failed, { terminal }: Surroundings): ExitCode {
  const { code, message, details, exitCode } = failureOf(error);
  if (args.includes('--json')) terminal.out(JSON.stringify({ exitCode, error: { code, message, details } }));
  terminal.err(message);
  const advice = loaded?.adviceOn(error) ?? null;
  if (advice !== null) terminal.err(advice);
  if (error instanceof UsageError) {
    terminal.err(`Usage: ${usageOf(deepest(root, args))}`);
    terminal.err(`Help: ${entry === null ? 'node dist/cli.js --help' : `npm run ${entry.npmScript} -- --help`}`);
  }
  return exitCode;
}

function usageOf(command: CommandUnknownOpts): string {
  const names: string[] = [];
  for (let at: CommandUnknownOpts | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return [...names, command.usage()].join(' ');
}
