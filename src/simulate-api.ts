import { once } from 'node:events';
import { surviveClosedPipes } from './common/process/closed-pipes.js';
import { runSimulateApi } from './tools/api-simulator/cli.js';

surviveClosedPipes();
process.exitCode = await runSimulateApi(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  nowMs: () => Date.now(),
  untilStopped: () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]),
});
