import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './plan.js';

/**
 * A value that is expected: numbers to 0.01, instants by the time they mean, lists and objects member by member, and
 * everything else exactly. The forms with one key loosen that: `{"contains":"38 rides"}`, `{"matches":"^A"}`,
 * `{"oneOf":[…]}`, `{"not":…}`, `{"atLeast":1}`, `{"atMost":9}`; `{"absent":true}` matches an absent value.
 */
export type ExpectedValue = unknown;

export type ExpectedMetrics = Record<string, ExpectedValue>;

/** Figures by name and local date; null means that no such day is stored. `*` stands for every name of that date. */
export type ExpectedDays = Record<string, Record<string, ExpectedMetrics | null>>;

export interface ExpectedFinding {
  type: ExpectedValue;
  reason: ExpectedValue;
  entity: ExpectedValue;
  /** The exact number of rows; by default one. */
  count?: number;
  status?: ExpectedValue;
  records?: ExpectedValue;
  windowStart?: ExpectedValue;
  windowEnd?: ExpectedValue;
  description?: ExpectedValue;
}

/** The expected response to a request of the plan. */
export interface ExpectedResponse {
  /** As in the plan. */
  path: string;
  at?: string;
  /** By default 200. */
  status?: number;
  /** By JSON path; see json-path.ts. */
  values: Record<string, ExpectedValue>;
}

/** expected.json of a case. */
export interface Expected {
  /** The kind of fault that the case is an example of, A to F; O: the official day, which has a spec of its own. */
  kind: string;
  parks?: ExpectedDays;
  rides?: ExpectedDays;
  /** All findings that are not resolved: any other one fails the case, except for those named in `ignoredReasons`. */
  findings?: ExpectedFinding[];
  ignoredReasons?: string[];
  sql?: { query: string; rows: ExpectedValue[] }[];
  answers?: ExpectedResponse[];
}

export function hasExpected(folder: string): boolean {
  return existsSync(join(folder, 'expected.json'));
}

export function readExpected(folder: string): Expected {
  return readJson(join(folder, 'expected.json')) as Expected;
}
