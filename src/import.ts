import { performance } from 'node:perf_hooks';
import { runImportProgram } from './cli/import/import-program.js';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';

const nowMs = (): number => performance.now();

process.exitCode = await runImportProgram(process.argv.slice(2), processTerminal(), stopOnSignals(nowMs), nowMs);
