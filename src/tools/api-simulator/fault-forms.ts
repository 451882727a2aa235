import { DAMAGES } from './damage.js';
import type { FeedFaultKind } from './feed-faults.js';
import type { RequestFaultKind } from './request-faults.js';

/** What a value in a fault file has to be. */
export interface FieldForm {
  rule: string;
  holds: (value: unknown) => boolean;
  isRequired?: boolean;
}

export type Fields = Readonly<Record<string, FieldForm>>;

export interface KindForm {
  /** What it does, for the help. */
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

/** When a fault of an answer strikes; beside `fault`. */
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
    fields: { retryAfter: required(words(['seconds', 'date', 'none'])), seconds: required(SECONDS) },
  },
  STATUS: {
    does: 'another status',
    fields: { status: required(whole(200, 599)), retryAfterSeconds: SECONDS },
  },
  HANG: { does: 'takes the request and never answers', fields: NO_FIELDS },
  STALL: { does: 'sends headers and half of the body, then nothing', fields: NO_FIELDS },
  SLOW: { does: 'answers late', fields: { delayMs: required(whole(0, 3_600_000)) } },
  RESET: { does: 'resets the connection', fields: NO_FIELDS },
  CUT: { does: 'closes after this share of the body', fields: { share: required(SHARE) } },
  TRUNCATED_JSON: { does: 'JSON that stops in the middle', fields: NO_FIELDS },
  INVALID_JSON: { does: 'no JSON', fields: NO_FIELDS },
  HTML: { does: 'a page for people, with status 200', fields: NO_FIELDS },
  DAMAGED: {
    does: 'good JSON of the wrong content, in a share of its elements (a fifth, at least one)',
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
  REMOVED_UPSTREAM: { does: 'gone altogether', fields: NO_FIELDS },
  ID_CHANGED: { does: 'under a new id', fields: NO_FIELDS },
  RENAMED: { does: 'under a new name', fields: { suffix: TEXT } },
  FROZEN: { does: 'as it was at fromMs, lastUpdated included', fields: { fromMs: required(INSTANT_MS) } },
  TIMESTAMP_CHURN: {
    does: 'while shut OPERATING, with a wait that never moves, under a fresh lastUpdated',
    fields: { waitMinutes: whole(0, 1440) },
  },
};
