import { runPartitionsProgram } from './cli/partitions/partitions-program.js';
import { processTerminal } from './cli/terminal.js';

process.exitCode = await runPartitionsProgram(process.argv.slice(2), processTerminal());
