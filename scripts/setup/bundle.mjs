import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.mjs';

const DIST = join(ROOT, 'dist');

/**
 * Packages of which Nest and TypeORM load one copy by name at run time. Another copy in the bundle would not have the metadata
 * that decorators register in it.
 */
const SHARED = [/^class-validator/, /^class-transformer/, /^reflect-metadata/, /^express/, /^swagger-ui-dist/];

/** Another program, which is loaded from its compiled file. */
const outside = (imported, id) => ({
  name: 'outside',
  resolveId: (source) => (source === imported ? { id, external: true } : null),
});

/** Makes one file of the compiled server and its packages, and one for each part that is loaded when it is needed. */
export async function bundleServer() {
  const { rolldown } = await import('rolldown');
  const folder = join(DIST, 'bundle');
  rmSync(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: join(DIST, 'server.js'),
    platform: 'node',
    external: SHARED,
    plugins: [outside('./import.js', '../import.js')],
    // Optional packages, such as other databases' drivers, are not there.
    logLevel: 'silent',
  });
  // Names of classes are the names of tables' entities, providers and schemas.
  const output = { dir: folder, format: 'esm', keepNames: true, entryFileNames: 'server.js' };
  await bundle.write({ ...output, chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
}
