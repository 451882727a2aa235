import { endWith } from './cli/end-process.js';
import { runPartitionsProgram } from './cli/partitions/partitions-program.js';
import { processTerminal } from './cli/terminal.js';

endWith(await runPartitionsProgram(process.argv.slice(2), processTerminal()));
