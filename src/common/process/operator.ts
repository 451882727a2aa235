import { userInfo } from 'node:os';

const MAX_NAME = 58;

/** The operating-system user of this process, as `cli: maria`: at most 64 characters. */
export function commandLineUser(): string {
  return `cli: ${userName().slice(0, MAX_NAME)}`;
}

/** A user of a container may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
