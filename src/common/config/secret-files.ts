import { readFileSync } from 'node:fs';
import { SECRET_NAMES } from './settings/settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadSecrets {
  /** The environment, with the contents of the files as values. */
  environment: Environment;
  /** For each file that could not be used, the variable and the reason. */
  problems: [string, string][];
}

/**
 * Reads `NAME_FILE` for each secret setting NAME, as the official database images do: its value is the text of that file. Secrets
 * of Docker and credentials of systemd are files, and unlike variables they do not show up in the description of a process.
 */
export function readSecretFiles(environment: Environment): ReadSecrets {
  const found: Record<string, string> = {};
  const problems: [string, string][] = [];
  for (const name of SECRET_NAMES) {
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
