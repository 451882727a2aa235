import { register } from 'node:module';
import { setUp } from './setup.mjs';

/**
 * `npm run typeorm -- migration:show -d ormconfig.ts`: sets up what is missing, then becomes the `typeorm` command.
 * Node before 22.18 refuses the extension .ts, so this hook declares ormconfig.ts to be the plain module that it is.
 */
const LOAD_ORMCONFIG = `export const load = (url, context, next) =>
  next(url, url.endsWith('/ormconfig.ts') ? { ...context, format: 'module' } : context);`;

await setUp();
register(`data:text/javascript,${encodeURIComponent(LOAD_ORMCONFIG)}`);
await import('typeorm/cli.js');
