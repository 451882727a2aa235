import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Record<string, string | undefined>;

/**
 * The environment, completed by the `.env` file of a folder (default: the working directory) where it has one.
 * What the real environment says wins over the file, an empty value there counts as not said.
 */
export function environmentWithFile(folder = '.', environment: Environment = process.env): Environment {
  const path = resolve(folder, '.env');
  const fromFile = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
  const reported = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  return { ...fromFile, ...Object.fromEntries(reported) };
}
