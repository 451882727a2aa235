import { EXIT, type ExitCode } from './exit-codes.js';
import { failureOf } from './failure.js';
import { UsageError } from './usage-error.js';
import type { Terminal } from './terminal.js';

/** A program of one word of command: checks the word, and turns what goes wrong into a message and an exit code. */
export async function runWordProgram<Word extends string>(
  args: readonly string[],
  { words, usage, run }: { words: readonly Word[]; usage: string; run: (word: Word) => Promise<ExitCode> },
  terminal: Terminal,
): Promise<ExitCode> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(usage);
    return EXIT.DONE;
  }
  try {
    const [given, ...others] = args;
    const word = words.find((known) => known === given);
    if (word === undefined || others.length > 0) {
      throw new UsageError(
        `One of these is wanted: ${words.join(', ')}${given === undefined ? '' : `; not "${args.join(' ')}"`}`,
      );
    }
    return await run(word);
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(usage);
    return exitCode;
  }
}
