import { isDeepStrictEqual } from 'node:util';
import type { ExpectedValue } from './expected.js';

const TOLERANCE = 0.01;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

type Rule = (rule: unknown, actual: unknown) => boolean;

const RULES: Record<string, Rule> = {
  contains: (text, actual) => String(actual).includes(String(text)),
  matches: (pattern, actual) => new RegExp(String(pattern)).test(String(actual)),
  oneOf: (values, actual) => (values as unknown[]).some((value) => isExpected(value, actual)),
  not: (value, actual) => !isExpected(value, actual),
  atLeast: (limit, actual) => isNumber(actual) && Number(actual) >= Number(limit),
  atMost: (limit, actual) => isNumber(actual) && Number(actual) <= Number(limit),
  absent: (absent, actual) => (actual === undefined) === absent,
};

/** Whether a value is the expected one; the forms are described at {@link ExpectedValue}. */
export function isExpected(expected: ExpectedValue, actual: unknown): boolean {
  if (typeof expected === 'number') return isNumber(actual) && Math.abs(Number(actual) - expected) <= TOLERANCE;
  if (typeof expected === 'string') return isText(expected, actual);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => isExpected(item, actual[index]))
    );
  }
  if (typeof expected === 'object' && expected !== null) return isObject(expected as Record<string, unknown>, actual);
  return isDeepStrictEqual(expected, actual);
}

function isObject(expected: Record<string, unknown>, actual: unknown): boolean {
  const [name, ...others] = Object.keys(expected);
  const rule = others.length === 0 && name !== undefined ? RULES[name] : undefined;
  if (rule !== undefined) return rule(expected[name!], actual);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(expected).every(([key, value]) => isExpected(value, (actual as Record<string, unknown>)[key]));
}

/** Decimals of the database arrive as text. */
function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && Number.isFinite(Number(value)));
}

function isText(expected: string, actual: unknown): boolean {
  const text = actual instanceof Date ? actual.toISOString() : actual;
  if (INSTANT.test(expected) && typeof text === 'string') return Date.parse(text) === Date.parse(expected);
  return text === expected;
}
