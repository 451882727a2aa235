import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The build makes it of server.js and its packages: one file loads twice as fast as 2,700. */
const BUNDLE = join(import.meta.dirname, 'bundle', 'server.js');
/** Written by every run of the compiler. */
const COMPILED = join(import.meta.dirname, '.tsbuildinfo');

/** A bundle that is older than the compiled files is that of an earlier build: `nest start` compiles without making one. */
function isUpToDate(): boolean {
  if (!existsSync(BUNDLE)) return false;
  return !existsSync(COMPILED) || statSync(BUNDLE).mtimeMs >= statSync(COMPILED).mtimeMs;
}

await import(isUpToDate() ? './bundle/server.js' : './server.js');
