import { runGenerateArchive } from './tools/archive-generator/cli.js';

process.exitCode = await runGenerateArchive(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
