import { readFileSync } from 'node:fs';
import type { FaultPlan } from './api-simulator.js';
import {
  CONDITION_FIELDS,
  FEED_FORMS,
  type Fields,
  type KindForm,
  REQUEST_FORMS,
  TARGET_FIELDS,
} from './fault-forms.js';
import { SimulatorOptionError } from './simulator-options.js';

/** A fault plan as JSON. Everything in it is checked. @throws SimulatorOptionError which names what is wrong, and where */
export function readFaultFile(path: string): FaultPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SimulatorOptionError('--faults', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const problem = problemOfPlan(plan);
  if (problem !== null) throw new SimulatorOptionError('--faults', `${path}: ${problem}`);
  return plan as FaultPlan;
}

/** The first thing that is wrong, with its place; null where all is well. */
export function problemOfPlan(plan: unknown): string | null {
  if (!isObject(plan)) return 'must be an object with "requests", "feed" or both';
  const lists = ['requests', 'feed'];
  const unknown = Object.keys(plan).find((key) => !lists.includes(key));
  if (unknown !== undefined) return `"${unknown}" is not known; what there is: ${lists.join(', ')}`;
  return (
    problemOfList('requests', plan.requests, problemOfRule) ??
    problemOfList('feed', plan.feed, (fault, place) => problemOfFault(fault, place, FEED_FORMS, TARGET_FIELDS))
  );
}

function problemOfList(
  name: string,
  list: unknown,
  problemOf: (entry: unknown, place: string) => string | null,
): string | null {
  if (list === undefined) return null;
  if (!Array.isArray(list)) return `${name} must be a list`;
  for (const [index, entry] of list.entries()) {
    const problem = problemOf(entry, `${name}[${index}]`);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfRule(rule: unknown, place: string): string | null {
  if (!isObject(rule)) return `${place} must be an object with "fault"`;
  const { fault, ...conditions } = rule;
  return (
    problemOfFault(fault, `${place}.fault`, REQUEST_FORMS, {}) ??
    problemOfFields(conditions, place, CONDITION_FIELDS, ['fault'])
  );
}

function problemOfFault(
  fault: unknown,
  place: string,
  forms: Readonly<Record<string, KindForm>>,
  common: Fields,
): string | null {
  if (!isObject(fault)) return `${place} must be an object with "kind"`;
  const { kind, ...rest } = fault;
  const form = typeof kind === 'string' && Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  if (form === undefined) return `${place}.kind must be one of ${Object.keys(forms).join(', ')}, not ${shown(kind)}`;
  return problemOfFields(rest, place, { ...common, ...form.fields }, ['kind']);
}

function problemOfFields(
  given: Readonly<Record<string, unknown>>,
  place: string,
  fields: Fields,
  others: readonly string[],
): string | null {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(fields, name)) {
      return `${place}.${name} is not known; what there is: ${[...others, ...Object.keys(fields)].join(', ')}`;
    }
    const { rule, holds } = fields[name]!;
    if (!holds(value)) return `${place}.${name} must be ${rule}, not ${shown(value)}`;
  }
  const missing = Object.entries(fields).find(([name, { isRequired }]) => isRequired === true && !(name in given));
  return missing === undefined ? null : `${place}.${missing[0]} is missing; it must be ${missing[1].rule}`;
}

const MAX_SHOWN = 60;
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, MAX_SHOWN);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
