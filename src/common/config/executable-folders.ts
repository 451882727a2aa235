import { delimiter } from 'node:path';

/** The folders of PATH; database servers are often in an `sbin` that an ordinary user's PATH leaves out. */
export function executableFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}
