import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './check-case.js';
import { readExpected } from './expected.js';

const CASES_FOLDER = join(import.meta.dirname, '..');
const MOST_PROBLEMS = 40;
/** A day of five-minute polls takes long on a busy machine. */
const TIMEOUT_MS = 300_000;
const CASE_NAME = /^\d{2}\w?-/;

/** Declares one test for each case of these kinds. */
export function describeCases(title: string, kinds: string): void {
  const cases = readdirSync(CASES_FOLDER).filter((name) => CASE_NAME.test(name));
  describe(title, () => {
    for (const name of cases) {
      const folder = join(CASES_FOLDER, name);
      if (!kinds.includes(readExpected(folder).kind)) continue;
      it(name, async () => expectRight(name, await problemsOf(folder)), TIMEOUT_MS);
    }
  });
}

function expectRight(name: string, problems: string[]): void {
  if (problems.length > 0) throw new Error(`${name} is not as expected:\n${short(problems).join('\n')}`);
}

function short(problems: string[]): string[] {
  const shown = problems.slice(0, MOST_PROBLEMS);
  return shown.length === problems.length ? shown : [...shown, `… and ${problems.length - shown.length} more`];
}
