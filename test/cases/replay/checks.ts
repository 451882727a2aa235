import { groupBy } from '../../../src/common/collections.js';
import type { ExpectedResponse, ExpectedDays, ExpectedFinding, ExpectedValue } from './expected.js';
import type { Exchange } from './actions.js';
import type { Finding } from './found.js';
import { readPath } from './json-path.js';
import { isExpected } from './same-value.js';
import type { StoredDay } from './stored-days.js';

/** Each function compares one part of a case with what is expected and returns the differences as readable lines. */

export function dayProblems(kind: string, expected: ExpectedDays, days: StoredDay[]): string[] {
  return Object.entries(expected).flatMap(([name, dates]) =>
    Object.entries(dates).flatMap(([localDate, metrics]) => {
      const label = `${kind} ${name} ${localDate}`;
      const stored = days.filter((day) => day.localDate === localDate && (name === '*' || day.name === name));
      if (metrics === null) return stored.length === 0 ? [] : [`${label}: no such day was expected to be stored`];
      if (stored.length === 0) return [`${label}: no such day is stored`];
      if (name !== '*' && stored.length > 1) return [`${label}: there are ${stored.length} of this name`];
      return stored.flatMap((day) => valueProblems(`${kind} ${day.name} ${localDate}`, metrics, day.metrics));
    }),
  );
}

export function findingProblems(expected: ExpectedFinding[], found: Finding[], ignored: string[]): string[] {
  const others = new Set(
    found.filter(({ reason, status }) => status !== 'RESOLVED' && !ignored.includes(reason ?? '')),
  );
  const problems: string[] = [];
  for (const { count = 1, ...fields } of expected) {
    const matching = found.filter((finding) => isExpected(fields, finding));
    for (const finding of matching) others.delete(finding);
    if (matching.length !== count) {
      problems.push(`FINDING ${JSON.stringify(fields)}: expected ${count}, there are ${matching.length}`);
    }
  }
  return [...problems, ...unexpected([...others])];
}

export function responseProblems(expected: ExpectedResponse[], exchanges: Exchange[]): string[] {
  return expected.flatMap(({ path, at, status = 200, values }) => {
    const label = `ASK ${at ?? 'at the end'} ${path}`;
    const exchange = exchanges.find(({ request }) => request.path === path && request.at === at);
    if (exchange === undefined) return [`${label}: the plan has no such request`];
    const { response } = exchange;
    if (response.status !== status) {
      return [`${label}: expected status ${status}, got ${response.status} ${JSON.stringify(response.body)}`];
    }
    return Object.entries(values).flatMap(([jsonPath, value]) =>
      valueProblem(`${label} ${jsonPath}`, value, readPath(response.body, jsonPath)),
    );
  });
}

export function rowProblems(query: string, expected: ExpectedValue[], rows: object[]): string[] {
  if (rows.length !== expected.length) {
    return [`SQL ${query}: expected ${expected.length} rows, got ${JSON.stringify(rows)}`];
  }
  return expected.flatMap((row, index) => valueProblem(`SQL ${query} row ${index + 1}`, row, rows[index]));
}

function valueProblems(label: string, expected: Record<string, ExpectedValue>, actual: Record<string, unknown>) {
  return Object.entries(expected).flatMap(([name, value]) => valueProblem(`${label} ${name}`, value, actual[name]));
}

function valueProblem(label: string, expected: ExpectedValue, actual: unknown): string[] {
  if (isExpected(expected, actual)) return [];
  return [`${label}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual) ?? 'nothing'}`];
}

/** At most five lines a reason: a fault that makes a hundred findings must not bury the others. */
function unexpected(others: Finding[]): string[] {
  const byReason = groupBy(others, ({ type, reason, entity }) => `${type} ${reason} ${entity}`);
  return [...byReason].flatMap(([label, group]) => [
    `FINDING ${label}: ${group.length} that were not expected`,
    ...group.slice(0, 5).map(({ entityId, windowStart, windowEnd, status, description }) => {
      return `  #${entityId} ${windowStart} to ${windowEnd} ${status}: ${description}`;
    }),
  ]);
}
