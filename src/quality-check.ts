import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { runQualityCheckProgram } from './cli/quality/quality-check-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const nowMs = (): number => performance.now();

endWith(await runQualityCheckProgram(process.argv.slice(2), processTerminal(), stopOnSignals(nowMs)));
