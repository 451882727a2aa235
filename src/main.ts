import { isBundled } from './common/process/bundled.js';

await import(isBundled('server') ? './bundle/server.js' : './server.js');
