import { readFileSync } from 'node:fs';

export interface PackageInfo {
  version: string;
  description: string;
}

let known: PackageInfo | undefined;

/** Of this program, from its package.json. */
export function packageInfo(): PackageInfo {
  return (known ??= JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as PackageInfo);
}
