import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './setup/steps.mjs';

/** Builds the client package into `client/dist`: `npm pack` in `client` calls it. */
const CLIENT = join(ROOT, 'client');
const script = (name, ...args) => run(process.execPath, [join(ROOT, name), ...args]);

await script('scripts/setup.mjs', '--no-database');
await script('scripts/client-types.mjs');
rmSync(join(CLIENT, 'dist'), { recursive: true, force: true });
await script('node_modules/typescript/bin/tsc', '-p', join(CLIENT, 'tsconfig.json'));
