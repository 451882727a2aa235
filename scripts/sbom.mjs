import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/steps.mjs';

/** Prints the packages of the built program, with their versions and hashes, as CycloneDX (from package-lock.json). */
const OPTIONS = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];

function readNpmSbom() {
  const npm = process.env.npm_execpath;
  const [command, ...script] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return JSON.parse(
    execFileSync(command, [...script, 'sbom', ...OPTIONS], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }).toString(),
  );
}

/** `name@version` of what the image installs: no packages of development, and no optional ones. */
function packagesOfProgram() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`);
}

/**
 * Not `--omit=dev`: it leaves out most packages of the program (findings/npm-sbom-omits-shared-packages.sh). Nor by npm's property
 * cdx:npm:package:development: a package with copies in two places is listed once, with the property of one of them.
 */
function withoutDevelopment(bom) {
  const kept = new Set([bom.metadata.component['bom-ref'], ...packagesOfProgram()]);
  const components = bom.components.filter((component) => kept.has(component['bom-ref']));
  const dependencies = bom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return { ...bom, components: components.map(withoutScope), dependencies };
}

/** The scope and the property of development would be those of another copy. */
const withoutScope = ({ scope: _, properties = [], ...component }) => ({
  ...component,
  scope: 'required',
  properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
});

const bom = withoutDevelopment(readNpmSbom());
// npm writes the name of the folder.
bom.metadata.component.name = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).name;
console.log(JSON.stringify(bom, null, 2));
