import { runMigrateProgram } from './cli/migrate/migrate-program.js';
import { processTerminal } from './cli/terminal.js';

process.exitCode = await runMigrateProgram(process.argv.slice(2), processTerminal());
