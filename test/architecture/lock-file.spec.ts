import { readFileSync } from 'node:fs';

interface LockedPackage {
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

/** The places in which a package looks for a dependency: its own folder, then those around it. */
function placesOf(path: string, name: string): string[] {
  const folders = path.split('/node_modules/');
  return folders
    .map((_, index) => `${folders.slice(0, index + 1).join('/node_modules/')}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

describe('the lock file', () => {
  // `npm ci`, which builds the image, refuses a lock without them: see findings/npm-ci-refuses-unpublished-optional.sh.
  it('has every optional dependency, so that it installs on each platform', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !placesOf(path, name).some((place) => place in lock.packages))
        .map((name) => `${path} -> ${name}`),
    );
    expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
    expect(missing).toEqual([]);
  });
});
