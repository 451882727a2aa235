import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
let probes = 0;

/** Loaded into a server by `--import`. At SIGUSR2 it collects garbage, and writes what is in use after that. */
process.on('SIGUSR2', () => {
  // The second collection frees what finalizers of the first one let go.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ heapUsed, external, rss })} heap probe ${++probes}\n`);
});
