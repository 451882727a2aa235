import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { runImportProgram } from './cli/import/import-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const nowMs = (): number => performance.now();

endWith(await runImportProgram(process.argv.slice(2), processTerminal(), stopOnSignals(nowMs), nowMs));
