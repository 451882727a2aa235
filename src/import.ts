import { isBundled } from './common/process/bundled.js';
import { chosenEntrypoint } from './common/process/entrypoint.js';

// `nest start` may leave its own flag in the arguments.
const args = process.argv.slice(2);
const entrypoint = chosenEntrypoint(args, ['import']);
const { runInProcess } = (await import(
  isBundled('cli') ? './bundle/cli.js' : './cli/run-process.js'
)) as typeof import('./cli/run-process.js');
await runInProcess(['import', ...(entrypoint.kind === 'KNOWN' ? entrypoint.rest : args)]);
