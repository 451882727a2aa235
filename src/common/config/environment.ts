import { existsSync, readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. No other file reads it. */
export function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/**
 * The environment, completed by the `.env` file of a folder (default: the working directory) if there is one. The real
 * environment takes precedence over the file. An empty value in it counts as unset.
 */
export function environmentWithFile(folder = '.', environment: Environment = processEnvironment()): Environment {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  return { ...fileEnvironment(folder), ...Object.fromEntries(given) };
}

/** The variables of the `.env` file of a folder; none if there is no file. */
export function fileEnvironment(folder = '.'): Environment {
  const path = resolve(folder, '.env');
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

interface ReadSecrets {
  /** The environment, with the contents of the files as values. */
  environment: Environment;
  /** For each file that could not be used, the variable and the reason. */
  problems: [string, string][];
}

/**
 * Reads `NAME_FILE` for each name of a secret setting, as the official database images do: its value is the text of that file.
 * Secrets of Docker and credentials of systemd are files, and unlike variables they do not show up in the description of a
 * process.
 */
export function readSecretFiles(environment: Environment, names: readonly string[]): ReadSecrets {
  const found: Record<string, string> = {};
  const problems: [string, string][] = [];
  for (const name of names) {
    const variable = `${name}_FILE`;
    const path = environment[variable];
    if (path === undefined || path.trim() === '') continue;
    try {
      if (environment[name] !== undefined) problems.push([variable, `cannot be used together with ${name}`]);
      const text = readFileSync(path, 'utf8').trim();
      if (text === '') problems.push([variable, 'names an empty file']);
      else found[name] = text;
    } catch (error) {
      problems.push([variable, `names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`]);
    }
  }
  return { environment: { ...environment, ...found }, problems };
}

/** The folders of PATH; database servers are often in an `sbin` that an ordinary user's PATH leaves out. */
export function executableFolders(): string[] {
  return (processEnvironment().PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/**
 * Turns off the SDK's warning about Node versions that a later release of it will not support; `engines` in package.json
 * decides that here. This is the SDK's documented switch. Call it before the first client is created.
 */
export function silenceSdkNodeVersionWarning(): void {
  processEnvironment().AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
