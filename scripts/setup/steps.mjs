import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Set-up cannot go on; the message says what to do. */
export class SetupError extends Error {}

export function say(line) {
  console.error(line);
}

/** Runs a command; its output is shown when it fails, or as it comes with `verbose`. */
export function run(command, args, { verbose = false, env = {} } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', verbose ? 2 : 'pipe', verbose ? 2 : 'pipe'],
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => fail(new SetupError(`${command}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return done();
      fail(new SetupError(`${Buffer.concat(output)}\n${[command, ...args].join(' ')} failed (${signal ?? code}).`));
    });
  });
}
