import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isNativeError } from 'node:util/types';
import { WRITE_REFUSALS } from '../common/files.js';

const IS_A_FOLDER = 'it is a folder';
const notAFolder = (path: string): string => `${dirname(resolve(path))} is not a folder`;
const REASONS: Readonly<Record<string, string | ((path: string) => string)>> = {
  ...WRITE_REFUSALS,
  ENOENT: (path) => `there is no folder ${dirname(resolve(path))}`,
  ENOTDIR: notAFolder,
  EISDIR: IS_A_FOLDER,
  EFBIG: 'the file would be too large for its file system',
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

/** Whether it is a device or a pipe, such as /dev/null. It is written to as it is: a renamed file would replace it. */
export async function isDeviceOrPipe(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}

/** Checks that the file can be written, before any data is read. @throws OutputFileError */
export async function refuseUnwritable(path: string): Promise<void> {
  try {
    const folder = dirname(resolve(path));
    if (!(await stat(folder)).isDirectory()) throw new OutputFileError(path, notAFolder(path));
    await access(folder, constants.W_OK | constants.X_OK);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) throw new OutputFileError(path, IS_A_FOLDER);
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
  return new OutputFileError(path, typeof reason === 'string' ? reason : reason(path), { cause: error });
}
