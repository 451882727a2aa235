import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { requireNodeVersion } from './setup/node-version.mjs';
import { ensureBuild } from './setup/build.mjs';
import { ensureDatabaseServer } from './setup/database-server.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { SetupError } from './setup/steps.mjs';

/**
 * Brings a fresh clone to where the program can run, and does nothing when all is there: the right Node, the
 * dependencies, the build, a database server. Plain Node, because it runs before the dependencies are installed.
 * Says what it does on stderr: stdout belongs to the program that runs afterwards.
 */
export async function setUp({ build = true, database = true, verbose = false } = {}) {
  try {
    requireNodeVersion();
    await ensureDependencies({ verbose });
    if (build) await ensureBuild();
    if (database) await ensureDatabaseServer({ verbose });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      'no-database': { type: 'boolean' },
      'no-build': { type: 'boolean' },
      verbose: { type: 'boolean' },
    },
  });
  await setUp({ build: !values['no-build'], database: !values['no-database'], verbose: values.verbose });
  console.error('Everything is set up.');
}
