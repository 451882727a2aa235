import { existsSync } from 'node:fs';
import { join } from 'node:path';

const RELATIVE_JS = /^\.{1,2}\/.*\.js$/;
/** See there. */
const ES_TOOLKIT = join(import.meta.dirname, 'es-toolkit-compat.mjs');

/**
 * Finds the TypeScript file of an import that names the built one. Not by `moduleNameMapper`, whose patterns are tried on the
 * imports of packages too and whose finds are not kept: it took a third of the time in which modules are loaded.
 */
export default function resolve(request, options) {
  if (request === 'es-toolkit/compat') return ES_TOOLKIT;
  if (RELATIVE_JS.test(request) && !options.basedir.includes('/node_modules/')) {
    const source = join(options.basedir, `${request.slice(0, -'.js'.length)}.ts`);
    if (existsSync(source)) return source;
  }
  return options.defaultResolver(request, options);
}
