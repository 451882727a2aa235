import { endWith } from './cli/end-process.js';
import { runMigrateProgram } from './cli/migrate/migrate-program.js';
import { processTerminal } from './cli/terminal.js';

endWith(await runMigrateProgram(process.argv.slice(2), processTerminal()));
