import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { runExportProgram } from './cli/export/export-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const stop = stopOnSignals(() => performance.now());

endWith(await runExportProgram(process.argv.slice(2), processTerminal(), process.stdout, stop));
