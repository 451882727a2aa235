import { performance } from 'node:perf_hooks';
import { stopOnSignals } from './cli/stop-signals.js';
import { processTerminal } from './cli/terminal.js';
import { Clock } from './common/time/clock.js';
import { runDemoProgram } from './demo/demo-program.js';

const nowMs = (): number => performance.now();

process.exitCode = await runDemoProgram(process.argv.slice(2), {
  terminal: processTerminal(),
  stop: stopOnSignals(nowMs),
  clock: new Clock(),
  nowMs,
});
