import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { runStatisticsProgram } from './cli/statistics/statistics-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const nowMs = (): number => performance.now();

endWith(await runStatisticsProgram(process.argv.slice(2), processTerminal(), stopOnSignals(nowMs), nowMs));
