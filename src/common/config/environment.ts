import { existsSync, readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Record<string, string | undefined>;

/** The environment of this process. No other file reads it. */
export function processEnvironment(): Environment {
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
