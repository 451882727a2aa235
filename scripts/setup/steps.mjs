import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Set-up cannot go on; the message says what to do. */
export class SetupError extends Error {}

export function say(line) {
  console.error(line);
}

/** A first set-up takes minutes: a person sees that it goes on, and for how long it has. */
const PROGRESS_MS = 10_000;

function reportProgress(what, everyMs) {
  const startedMs = performance.now();
  const timer = setInterval(() => {
    say(`  ${what} goes on, ${Math.round((performance.now() - startedMs) / 1_000)} s so far`);
  }, everyMs);
  return () => clearInterval(timer);
}

/** Runs a command; its output is shown when it fails, or as it comes with `verbose`. Otherwise a line every ten seconds. */
export function run(command, args, { verbose = false, env = {}, progressMs = PROGRESS_MS } = {}) {
  return new Promise((done, fail) => {
    const stopProgress = verbose ? () => undefined : reportProgress(nameOf(command, args), progressMs);
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', verbose ? 2 : 'pipe', verbose ? 2 : 'pipe'],
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => {
      stopProgress();
      fail(new SetupError(`${command}: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      stopProgress();
      if (code === 0) return done();
      fail(new SetupError(`${Buffer.concat(output)}\n${[command, ...args].join(' ')} failed (${signal ?? code}).`));
    });
  });
}

/** The program, without Node or `env` before it, and its first plain word, such as `npm install`. */
function nameOf(command, args) {
  const words = [command, ...args].filter((word) => !word.startsWith('-') && !word.includes('='));
  const [program = 'the command', word] = words.slice(/(^|\/)(node|env)$/.test(words[0]) ? 1 : 0);
  const name = program
    .split('/')
    .at(-1)
    .replace(/(-cli)?\.js$/, '');
  return word === undefined ? name : `${name} ${word}`;
}
