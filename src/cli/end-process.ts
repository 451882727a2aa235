import type { ExitCode } from './exit-codes.js';

/** A program that has its result ends within this time, whatever connection or timer it left open. */
const GRACE_MS = 5_000;

/**
 * Sets the exit code and lets the process end by itself. A start that failed half-way may leave connections open that
 * would keep it running for ever: after a grace period the process exits, once everything written has left stdout.
 */
export function endWith(exitCode: ExitCode): void {
  process.exitCode = exitCode;
  exitWhenFlushed();
}

function exitWhenFlushed(): void {
  setTimeout(() => {
    // What nobody reads any more is not waited for.
    const streams = [process.stdout, process.stderr].filter(({ destroyed }) => !destroyed);
    const unwritten = streams.reduce((bytes, { writableLength }) => bytes + writableLength, 0);
    if (unwritten === 0) process.exit();
    else exitWhenFlushed();
  }, GRACE_MS).unref();
}
