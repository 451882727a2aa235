import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './steps.mjs';

/** A line for each file below a folder of the checkout, and for each of `others`: name, time and size. */
export function stampOf(folder, others, isSource) {
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return [...files, ...others.map((name) => join(ROOT, name))]
    .map((file) => [relative(ROOT, file), statSync(file).mtimeMs, statSync(file).size].join('\t'))
    .sort()
    .join('\n');
}

export function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
