import { runInProcess } from './cli/run-process.js';
import { chosenEntrypoint } from './common/process/startup.js';

// `nest start` may leave its own flag in the arguments.
const args = process.argv.slice(2);
const entrypoint = chosenEntrypoint(args, ['import']);
await runInProcess(['import', ...(entrypoint.kind === 'KNOWN' ? entrypoint.rest : args)]);
