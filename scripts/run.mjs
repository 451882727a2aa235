import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUp } from './setup.mjs';
import { ROOT } from './setup/steps.mjs';

/** Programs that work without a database. */
const WITHOUT_DATABASE = ['generate-archive', 'serve-archive', 'simulate-api'];

/**
 * `node scripts/run.mjs import --destination …`: sets up what is missing and becomes that program of `dist`. It runs
 * in this process, so that arguments, signals, the terminal and the exit code are its own.
 */
const [name, ...args] = process.argv.slice(2);
await setUp({ database: !WITHOUT_DATABASE.includes(name) });
const program = join(ROOT, 'dist', `${name}.js`);
process.argv = [process.argv[0], program, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(program).href);
