import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.mjs';

const DIST = join(ROOT, 'dist');

/**
 * Packages of which Nest and TypeORM load one copy by name at run time. Another copy in the bundle would not have the metadata
 * that decorators register in it.
 */
const SHARED = [/^class-validator/, /^class-transformer/, /^reflect-metadata/, /^express/, /^swagger-ui-dist/];

/**
 * What stays outside, in its compiled file: the command line of the server's entry point `import`, and the development tools,
 * which the production image does not contain.
 */
const OUTSIDE = [[/^\.\/import\.js$/, '../import.js'], [/^\.\.\/(demo|tools)\/.*/]];

const outside = {
  name: 'outside',
  resolveId(source) {
    const found = OUTSIDE.find(([pattern]) => pattern.test(source));
    return found === undefined ? null : { id: found[1] ?? source, external: true };
  },
};

/** For the server and for the commands: one file with its packages, and one for each part that is loaded when it is needed. */
export async function bundlePrograms() {
  const { rolldown } = await import('rolldown');
  const folder = join(DIST, 'bundle');
  rmSync(folder, { recursive: true, force: true });
  // One by one: a program that shared its files with the other would load more of them.
  for (const [name, input] of [
    ['server', join(DIST, 'server.js')],
    ['cli', join(DIST, 'cli', 'run-process.js')],
  ]) {
    const bundle = await rolldown({
      input,
      platform: 'node',
      external: SHARED,
      plugins: [outside],
      // Optional packages, such as other databases' drivers, are not there.
      logLevel: 'silent',
    });
    // Names of classes are the names of tables' entities, providers and schemas.
    const output = { dir: folder, format: 'esm', keepNames: true, entryFileNames: `${name}.js` };
    await bundle.write({ ...output, chunkFileNames: `${name}-[name]-[hash].js` });
    await bundle.close();
  }
}
