import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { runMetadataSyncProgram } from './cli/metadata-sync/metadata-sync-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const stop = stopOnSignals(() => performance.now());
endWith(await runMetadataSyncProgram(process.argv.slice(2), processTerminal(), stop));
