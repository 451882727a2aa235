import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { ROOT } from './setup/steps.mjs';

/** Sets up, then runs jest with the arguments given. NestJS 12 is ESM only, which jest loads through VM modules. */
await setUp({ browser: true });
const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = spawn(process.execPath, [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
  // By NODE_OPTIONS, because jest's workers are processes of their own.
  env: { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, ...options].filter(Boolean).join(' ') },
});
// Ctrl-C reaches jest by itself; this process only waits for its end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => jest.kill('SIGTERM'));
jest.once('exit', (code, signal) => {
  process.exitCode = signal ? 130 : code;
});
