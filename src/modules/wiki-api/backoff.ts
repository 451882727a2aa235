const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Wait before a further attempt, in milliseconds: doubled with each failure, and of that half to all by chance, so that
 * what failed together is not tried together.
 * @param failures from 1
 * @param random from 0 to 1
 */
export function backoffMs(failures: number, random: number): number {
  const fullMs = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.round(fullMs * (0.5 + random / 2));
}
