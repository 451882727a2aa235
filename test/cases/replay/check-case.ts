import { responseProblems, dayProblems, findingProblems, rowProblems } from './checks.js';
import { undocumented } from './documented.js';
import { type Expected, readExpected } from './expected.js';
import { findings } from './found.js';
import { readCase } from './plan.js';
import { type Replayed, replayCase } from './replay-case.js';
import { parkDays, rideDays } from './stored-days.js';

/** No case synchronises metadata unless it is about metadata, so that this finding is in nearly every one. */
const ALWAYS_IGNORED = ['NO_METADATA'];

/** Replays a case and returns every difference to its expected.json and to the OpenAPI document. */
export async function problemsOf(folder: string): Promise<string[]> {
  const expected = readExpected(folder);
  return await replayCase(readCase(folder), (result) => compare(expected, result));
}

/** Every difference of a replayed case to what is expected. */
export async function compare(expected: Expected, { warehouse, actions }: Replayed): Promise<string[]> {
  const { parks = {}, rides = {}, answers = [], sql = [], ignoredReasons = [] } = expected;
  const problems = [
    ...dayProblems('PARK', parks, await parkDays(warehouse)),
    ...dayProblems('RIDE', rides, await rideDays(warehouse)),
  ];
  if (expected.findings !== undefined) {
    const ignored = [...ALWAYS_IGNORED, ...ignoredReasons];
    problems.push(...findingProblems(expected.findings, await findings(warehouse), ignored));
  }
  for (const { query, rows } of sql) problems.push(...rowProblems(query, rows, await warehouse.query<object>(query)));
  const undocumentedResponses = await undocumented(actions.exchanges, warehouse);
  return [...problems, ...responseProblems(answers, actions.exchanges), ...undocumentedResponses];
}
