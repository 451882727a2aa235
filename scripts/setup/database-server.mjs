import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, SetupError, run, say } from './steps.mjs';

/** Older Ubuntu releases only have the packages with a version in their names. */
const APT_PACKAGES = [
  ['mariadb-server-core', 'mariadb-client-core'],
  ['mariadb-server-core-10.6', 'mariadb-client-core-10.6'],
];

/** Nothing to do when the settings name a server (DATABASE_URL), or when a server's binary is installed. */
export async function ensureDatabaseServer({ verbose }) {
  const { environmentWithFile } = await importBuilt('common/config/environment.js');
  const { DATABASE_URL, DATABASE_URL_FILE } = environmentWithFile();
  if (DATABASE_URL || DATABASE_URL_FILE) return;
  const { DatabaseServerMissingError, findServerBinaries } = await importBuilt(
    'common/database/embedded/server-binaries.js',
  );
  if (findServerBinaries()) return;
  try {
    await install(verbose);
  } catch (error) {
    throw new SetupError(`${error.message}\n\n${new DatabaseServerMissingError().message}`);
  }
  if (!findServerBinaries()) throw new SetupError(new DatabaseServerMissingError().message);
}

async function install(verbose) {
  if (process.platform === 'darwin' && succeeds('brew', ['--version'])) {
    say('Installing the database server (brew install mariadb) ...');
    await run('brew', ['install', 'mariadb'], { verbose });
  } else if (succeeds('apt-get', ['--version'])) {
    const asRoot = process.getuid() === 0;
    if (!asRoot && !succeeds('sudo', ['-n', 'true'])) return;
    await installByApt(asRoot ? [] : ['sudo', '-n'], verbose);
  }
}

/** Only the server's program: no service is set up or started. */
async function installByApt(prefix, verbose) {
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(command, rest, { verbose });
  };
  say(`Installing the database server (apt-get install ${APT_PACKAGES[0].join(' ')}) ...`);
  await apt('update');
  const packages = APT_PACKAGES.find((names) => succeeds('apt-cache', ['show', ...names])) ?? APT_PACKAGES[0];
  await apt('install', '-y', '--no-install-recommends', ...packages);
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function importBuilt(file) {
  const path = join(ROOT, 'dist', file);
  if (!existsSync(path)) throw new SetupError('The program is not built: run "npm run build".');
  return import(pathToFileURL(path).href);
}
