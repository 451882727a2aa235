/**
 * Keeps the process running if stdout or stderr cannot be written: the reader goes away (`| head`, a log collector that
 * restarts), or the disk of the log is full. Output is dropped until it can be written again.
 * @returns the first error of stdout other than a reader that went away; null if there was none
 */
export function surviveOutputErrors(): () => Error | null {
  let first: Error | null = null;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') first ??= error;
  });
  process.stderr.on('error', () => undefined);
  return () => first;
}
