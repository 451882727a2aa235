import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUp } from './setup.mjs';
import { ROOT } from './setup/steps.mjs';

/** Commands that work without a database. */
const WITHOUT_DATABASE = ['generate-archive', 'serve-archive', 'simulate-api', 'help', '--help'];

/**
 * `node scripts/run.mjs import --destination …`: sets up what is missing and becomes `dist/cli.js import …`, or the server
 * for `main`. It runs in this process, so that arguments, signals, the terminal and the exit code are its own.
 */
const args = process.argv.slice(2);
await setUp({ database: !WITHOUT_DATABASE.includes(args[0]) });
const isServer = args[0] === 'main';
const program = join(ROOT, 'dist', isServer ? 'main.js' : 'cli.js');
process.argv = [process.argv[0], program, ...args.slice(isServer ? 1 : 0)];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(program).href);
