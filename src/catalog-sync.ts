import { performance } from 'node:perf_hooks';
import { runCatalogSyncProgram } from './cli/catalog-sync/catalog-sync-program.js';
import { endWith } from './cli/end-process.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const stop = stopOnSignals(() => performance.now());
endWith(await runCatalogSyncProgram(process.argv.slice(2), processTerminal(), stop));
