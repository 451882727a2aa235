import { surviveClosedPipes } from './common/process/closed-pipes.js';
import { runGenerateArchive } from './tools/archive-generator/cli.js';

surviveClosedPipes();
process.exitCode = await runGenerateArchive(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
