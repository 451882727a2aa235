/**
 * A process that holds the embedded database of a folder: prints the path of the socket once it does, and releases the database
 * after a line on stdin. Arguments: the folder, additional server options.
 */
import { once } from 'node:events';
import { holdEmbeddedDatabase } from '../../dist/common/database/embedded/embedded-database.js';

const [dataDir, ...extraServerOptions] = process.argv.slice(2);
const database = await holdEmbeddedDatabase({ dataDir, bufferPoolMb: 64, extraServerOptions });
console.log(database.socketPath);
await once(process.stdin, 'data');
await database.release();
process.exit(0);
