import { performance } from 'node:perf_hooks';
import { runCollectProgram } from './cli/collect/collect-program.js';
import { endWith } from './cli/end-process.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const nowMs = (): number => performance.now();

endWith(await runCollectProgram(process.argv.slice(2), processTerminal(), stopOnSignals(nowMs)));
