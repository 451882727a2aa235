import type { Writable } from 'node:stream';
import { Command, CommanderError, type CommandUnknownOpts, type OptionValues } from '@commander-js/extra-typings';
import { npmRun } from '../common/config/npm-run.js';
import type { ExitCode } from './exit-codes.js';
import { refuseStrayValues, refuseSwallowedOptions } from './swallowed-options.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** What a command needs from its host. */
export interface CliHost {
  terminal: Terminal;
  /** For binary results. */
  stdout: Writable;
  /** Maximum width of reports. */
  columns: number;
  /** The time of a monotonic clock. */
  nowMs: () => number;
  stop: AbortSignal;
}

interface CommandSpec<Args extends unknown[], Options extends OptionValues, Request> {
  /** Declares the options: types, defaults, help. */
  declare: () => Command<Args, Options>;
  /** Validates options and arguments together, and turns them into a request. @throws UsageError */
  read: (options: Options, ...args: Args) => Request;
  run: (request: Request, host: CliHost) => Promise<ExitCode>;
  /** Printed after a stop by a signal. Without it, the first signal ends the process at once. */
  stopText?: string;
  /** Printed after the message of this error. */
  adviceOn?: (error: unknown) => string | null;
}

/** A sub-command of `warehouse`. */
export interface CliCommand<Request = unknown> {
  /** A new command without name and action, for help and options. */
  declare: () => CommandUnknownOpts;
  /** Reads the arguments after the command's name. @throws UsageError, CommanderError for --help */
  parse: (args: readonly string[], command?: CommandUnknownOpts) => Request;
  run: (args: readonly string[], command: CommandUnknownOpts, host: () => CliHost) => Promise<ExitCode>;
  stopText: string | null;
  adviceOn: (error: unknown) => string | null;
}

export function defineCommand<Args extends unknown[], Options extends OptionValues, Request>(
  spec: CommandSpec<Args, Options, Request>,
): CliCommand<Request> {
  const declare = (): CommandUnknownOpts => strict(spec.declare());
  const parse = (args: readonly string[], command = declare()): Request => {
    const npm = npmRun();
    refuseSwallowedOptions(declaredOptions(command), args, npm, wordsOf(command));
    if (command.registeredArguments.length === 0) {
      refuseStrayValues(declaredOptions(command), args, npm, wordsOf(command));
    }
    refuseMissingValues(command, args);
    withUsageErrors(command, () => command.parse([...args], { from: 'user' }));
    return spec.read(command.opts() as Options, ...(command.processedArgs as Args));
  };
  return {
    declare,
    parse,
    run: async (args, command, host) => {
      const request = parse(args, command);
      return spec.run(request, host());
    },
    stopText: spec.stopText ?? null,
    adviceOn: spec.adviceOn ?? (() => null),
  };
}

/** The words of the command, such as `stats recompute`. */
function wordsOf(command: CommandUnknownOpts): string[] {
  return command.parent === null ? [] : [...wordsOf(command.parent), command.name()];
}

/** Turns errors of commander into a {@link UsageError}; --help passes. */
function withUsageErrors(command: CommandUnknownOpts, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode === 0) throw error;
    if (error.code === 'commander.excessArguments') {
      throw new UsageError(`too many arguments: ${command.args.map((argument) => `"${argument}"`).join(', ')}`);
    }
    throw new UsageError(error.message.replace(/^error: /, ''));
  }
}

/** Keeps commander from ending the process and printing errors, and refuses repeated options. */
function strict(command: CommandUnknownOpts): CommandUnknownOpts {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  const given = new Set<string>();
  for (const option of command.options) {
    command.on(`option:${option.name()}`, () => {
      if (given.has(option.name())) throw new UsageError(`--${option.name()} is given more than once`);
      given.add(option.name());
    });
  }
  return command;
}

function declaredOptions(command: CommandUnknownOpts) {
  return Object.fromEntries(
    command.options.map((option) => [
      option.name(),
      {
        type: option.isBoolean() ? ('boolean' as const) : ('string' as const),
        ...(option.short === undefined ? {} : { short: option.short.slice(1) }),
      },
    ]),
  );
}

/** Without this check, commander would use the next option as the value. */
function refuseMissingValues(command: CommandUnknownOpts, args: readonly string[]): void {
  args.forEach((arg, index) => {
    const option = command.options.find(({ long, short }) => arg === long || arg === short);
    const value = args[index + 1];
    if (option?.required !== true || value?.startsWith('-') !== true) return;
    throw new UsageError(`--${option.name()} requires a value (one that begins with "-": --${option.name()}=${value})`);
  });
}
