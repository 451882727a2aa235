import { SetupError } from './steps.mjs';

const REQUIRED = [20, 19];

export function requireNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  throw new SetupError(
    `Node ${REQUIRED.join('.')} or newer is needed, and this is ${version} (${process.execPath}).\n` +
      'Get it from https://nodejs.org, or with a version manager: nvm install 20',
  );
}
