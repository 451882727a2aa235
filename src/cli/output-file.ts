import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isNativeError } from 'node:util/types';

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is no folder ${dirname(resolve(path))}`,
  ENOTDIR: (path) => `${dirname(resolve(path))} is not a folder`,
  EACCES: () => 'this user may not write there',
  EPERM: () => 'this user may not write there',
  EROFS: () => 'the file system is read-only',
  EISDIR: () => 'it is a folder',
  ENOSPC: () => 'the disk is full',
  EDQUOT: () => 'the quota of the disk is used up',
  EFBIG: () => 'the file would be too large for its file system',
  ENAMETOOLONG: () => 'its name is too long',
};
const FILE_CALLS: ReadonlySet<string> = new Set([
  'open',
  'write',
  'rename',
  'access',
  'stat',
  'close',
  'fsync',
  'mkdir',
]);

/** The requested file cannot be written. */
export class OutputFileError extends Error {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The file ${path} cannot be written: ${reason}`, options);
    this.name = 'OutputFileError';
  }
}

/** The temporary file, which is renamed when it is complete. */
export const draftOf = (path: string): string => `${path}.part`;

/** Checks that the file can be written, before any data is read. @throws OutputFileError */
export async function refuseUnwritable(path: string): Promise<void> {
  try {
    const folder = dirname(resolve(path));
    if (!(await stat(folder)).isDirectory()) throw new OutputFileError(path, REASONS.ENOTDIR!(path));
    await access(folder, constants.W_OK | constants.X_OK);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) throw new OutputFileError(path, REASONS.EISDIR!(path));
  } catch (error) {
    throw outputError(path, error) ?? error;
  }
}

/** Describes an error of the file system; null if the error has another cause. */
export function outputError(path: string, error: unknown): OutputFileError | null {
  if (error instanceof OutputFileError || !isNativeError(error)) return null;
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (reason === undefined || !FILE_CALLS.has(syscall)) return null;
  return new OutputFileError(path, reason(path), { cause: error });
}
