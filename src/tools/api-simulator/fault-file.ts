import { readFileSync } from 'node:fs';
import type { FaultPlan } from './api-simulator.js';
import { DAMAGES } from './damage.js';
import type { FeedFaultKind } from './feed-faults.js';
import { DEGRADED_REASONS } from './history/opening.js';
import type { RequestFaultKind } from './request-faults.js';
import { SimulatorOptionError } from './simulator-options.js';

/** The form of a value in a fault file. */
export interface FieldForm {
  rule: string;
  holds: (value: unknown) => boolean;
  isRequired?: boolean;
}

export type Fields = Readonly<Record<string, FieldForm>>;

export interface KindForm {
  /** Description for the help. */
  does: string;
  fields: Fields;
}

const isWhole = (value: unknown, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const whole = (min: number, max: number): FieldForm => ({
  rule: `a whole number from ${min} to ${max}`,
  holds: (value) => isWhole(value, min, max),
});
const words = (list: readonly string[]): FieldForm => ({
  rule: `one of ${list.join(', ')}`,
  holds: (value) => list.includes(value as string),
});
const required = (form: FieldForm): FieldForm => ({ ...form, isRequired: true });

const SHARE: FieldForm = {
  rule: 'a number from 0 to 1',
  holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
};
const TEXT: FieldForm = { rule: 'a text', holds: isText };
const IDS: FieldForm = { rule: 'a list of ids', holds: (value) => Array.isArray(value) && value.every(isText) };
const INSTANT_MS: FieldForm = {
  rule: 'an instant in milliseconds since 1970',
  holds: (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
};
const MAX_COUNT = 1_000_000_000;
const COUNT = whole(1, MAX_COUNT);
const SECONDS = whole(0, 86_400);
const NO_FIELDS: Fields = {};

/** Conditions of a request fault, in addition to `fault`. */
export const CONDITION_FIELDS: Fields = {
  url: TEXT,
  count: COUNT,
  attempts: COUNT,
  everyNth: COUNT,
  share: SHARE,
  seed: whole(0, 0xffff_ffff),
  fromMs: INSTANT_MS,
  untilMs: INSTANT_MS,
};

export const REQUEST_FORMS: Readonly<Record<RequestFaultKind, KindForm>> = {
  RATE_LIMITED: {
    does: '429',
    fields: {
      retryAfter: required(words(['seconds', 'date', 'none'])),
      seconds: required(SECONDS),
      budget: words(['MINUTE', 'HOUR']),
    },
  },
  STATUS: {
    does: 'another status',
    fields: { status: required(whole(200, 599)), retryAfterSeconds: SECONDS },
  },
  HANG: { does: 'accepts the request and never responds', fields: NO_FIELDS },
  STALL: { does: 'sends headers and half of the body, then nothing', fields: NO_FIELDS },
  SLOW: { does: 'responds late', fields: { delayMs: required(whole(0, 3_600_000)) } },
  RESET: { does: 'resets the connection', fields: NO_FIELDS },
  CUT: { does: 'closes after this share of the body', fields: { share: required(SHARE) } },
  TRUNCATED_JSON: { does: 'a complete response with truncated JSON', fields: NO_FIELDS },
  TRUNCATED_GZIP: { does: 'a complete response with half of the gzip data of the body', fields: NO_FIELDS },
  INVALID_JSON: { does: 'a body that is not JSON', fields: NO_FIELDS },
  HTML: { does: 'an HTML page, with status 200', fields: NO_FIELDS },
  CACHED: {
    does: 'the response of `ageSeconds` ago, with Age and the budget headers of another client',
    fields: { ageSeconds: required(SECONDS) },
  },
  DEGRADED_OPENING: {
    does: 'history whose openings lack what is older than the range',
    fields: { reason: required(words(DEGRADED_REASONS)) },
  },
  DAMAGED: {
    does: 'valid JSON with wrong content, in a share of its elements (default: a fifth, at least one)',
    fields: { damage: required(words(DAMAGES)), share: SHARE },
  },
};

/** Which entities of the feed, and when. */
export const TARGET_FIELDS: Fields = {
  destinationId: TEXT,
  entityIds: IDS,
  share: SHARE,
  fromMs: INSTANT_MS,
  untilMs: INSTANT_MS,
};

export const FEED_FORMS: Readonly<Record<FeedFaultKind, KindForm>> = {
  NO_DATA: { does: 'missing from the live data, still listed', fields: NO_FIELDS },
  REMOVED_UPSTREAM: { does: 'missing everywhere', fields: NO_FIELDS },
  ID_CHANGED: { does: 'under a new id', fields: NO_FIELDS },
  RENAMED: { does: 'under a new name', fields: { suffix: TEXT } },
  FROZEN: { does: 'in its state at fromMs, lastUpdated included', fields: { fromMs: required(INSTANT_MS) } },
  TIMESTAMP_CHURN: {
    does: 'while closed: OPERATING with a constant wait, under a fresh lastUpdated',
    fields: { waitMinutes: whole(0, 1440) },
  },
  POSTED_WAIT: {
    does: 'while open, its standby queue posts this wait',
    fields: { waitMinutes: required(whole(-1, 100_000)) },
  },
  SLUG_CHANGED: { does: 'under another slug', fields: { suffix: TEXT } },
  ATTRIBUTES_AS_KEYS: { does: 'attributes are keys of the entity instead of tags', fields: NO_FIELDS },
  KNOWN_GAP: {
    does: 'the history lacks the destination and reports it; live data continue',
    fields: { reason: TEXT },
  },
  RERECORDED: {
    does: 'until repairedAtMs, the history lacks a share of the changes',
    fields: { repairedAtMs: required(INSTANT_MS) },
  },
};

const DAMAGES_PER_LINE = 4;

/** The form of a fault file, for a terminal. */
export const FAULT_HELP = `A fault file is JSON; unknown keys are rejected:

  {"requests": [{"fault": {"kind": "STATUS", "status": 503}, "url": "/live", "everyNth": 3}],
   "feed": [{"kind": "NO_DATA", "share": 0.1}]}

"requests": faults of single responses; the first matching rule applies
${kindLines(REQUEST_FORMS)}
  damages:
${damageLines()}
  in addition to "fault", conditions (all given ones must hold): ${Object.keys(CONDITION_FIELDS).join(', ')}

"feed": faults of the feed itself; every response of that time shows them
${kindLines(FEED_FORMS)}
  in addition to "kind", the target and the time: ${Object.keys(TARGET_FIELDS).join(', ')}`;

/** Optional fields have a question mark. */
function kindLines(forms: Readonly<Record<string, KindForm>>): string {
  const lines = Object.entries(forms).map(([kind, { does, fields }]) => {
    const names = Object.entries(fields).map(([name, { isRequired }]) => `${name}${isRequired === true ? '' : '?'}`);
    return `  ${kind.padEnd(18)} ${does}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
  });
  return lines.join('\n');
}

function damageLines(): string {
  const lines: string[] = [];
  for (let first = 0; first < DAMAGES.length; first += DAMAGES_PER_LINE) {
    lines.push(`    ${DAMAGES.slice(first, first + DAMAGES_PER_LINE).join(', ')}`);
  }
  return lines.join(',\n');
}

/** Reads a fault plan and checks all of it. @throws SimulatorOptionError naming the problem and its place */
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

/** The first problem with its place; null if the plan is valid. */
export function problemOfPlan(plan: unknown): string | null {
  if (!isObject(plan)) return 'must be an object with "requests", "feed" or both';
  const lists = ['requests', 'feed'];
  const unknown = Object.keys(plan).find((key) => !lists.includes(key));
  if (unknown !== undefined) return `unknown key "${unknown}"; known keys: ${lists.join(', ')}`;
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
      return `unknown key "${place}.${name}"; known keys: ${[...others, ...Object.keys(fields)].join(', ')}`;
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
