import { performance } from 'node:perf_hooks';
import { endWith } from './cli/end-process.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { runStorageProgram } from './cli/storage/storage-program.js';
import { processTerminal } from './cli/terminal.js';

const PIPE_COLUMNS = 100;

endWith(
  await runStorageProgram(
    process.argv.slice(2),
    processTerminal(),
    process.stdout.columns ?? PIPE_COLUMNS,
    stopOnSignals(() => performance.now()),
  ),
);
