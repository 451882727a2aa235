import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requireNodeVersion } from './setup/node-version.mjs';
import { ensureBuild } from './setup/build.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureDatabaseServer } from './setup/database-server.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { SetupError } from './setup/steps.mjs';
import { ensureDashboard } from './setup/dashboard.mjs';

/**
 * Brings a fresh clone to where the program can run, and does nothing when all is there: the right Node, the
 * dependencies, the build, a database server; with `browser` also Chromium. Plain Node, because it runs before the
 * dependencies are installed, and no recent imports, so that an old Node gets as far as the message about its version.
 * Says what it does on stderr: stdout belongs to the program that runs afterwards.
 */
export async function setUp({ build = true, database = true, browser = false, verbose = false } = {}) {
  try {
    requireNodeVersion();
    await ensureDependencies({ verbose });
    if (build) await ensureBuild();
    if (build) await ensureDashboard();
    if (database) await ensureDatabaseServer({ verbose });
    if (browser) await ensureBrowser({ verbose });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const FLAGS = ['--no-build', '--no-database', '--browser', '--verbose'];

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  const given = process.argv.slice(2);
  const unknown = given.find((flag) => !FLAGS.includes(flag));
  if (unknown) {
    console.error(`Unknown option ${unknown}; there are ${FLAGS.join(', ')}`);
    process.exit(2);
  }
  const [noBuild, noDatabase, browser, verbose] = FLAGS.map((flag) => given.includes(flag));
  await setUp({ build: !noBuild, database: !noDatabase, browser, verbose });
  console.error('Everything is set up.');
}
