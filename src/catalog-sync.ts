import { runCatalogSyncProgram } from './cli/catalog-sync/catalog-sync-program.js';
import { processTerminal } from './cli/terminal.js';

process.exitCode = await runCatalogSyncProgram(process.argv.slice(2), processTerminal());
