import { EXIT, type ExitCode } from '../exit-codes.js';

/** The result of one check. */
export interface DoctorCheck {
  name: string;
  isWell: boolean;
  /** Whether the check could not be made. */
  hasFailed?: true;
  text: string;
}

export const passed = (name: string, text: string): DoctorCheck => ({ name, isWell: true, text });

/** @param remedy what to do about it */
export const needsCare = (name: string, text: string, remedy: string): DoctorCheck => ({
  name,
  isWell: false,
  text: `${text}. ${remedy}`,
});

export function exitCodeOf(checks: readonly DoctorCheck[]): ExitCode {
  if (checks.some(({ hasFailed }) => hasFailed)) return EXIT.FAILED;
  return checks.every(({ isWell }) => isWell) ? EXIT.DONE : EXIT.REJECTED_DATA;
}

/** One line for each check. */
export function checkLines(checks: readonly DoctorCheck[]): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.map(({ name, isWell, text }) => `${isWell ? 'ok  ' : 'CARE'} ${name.padEnd(width)}  ${text}`);
}
