import { cutText } from '../../../common/text.js';
import { type Problem, ProblemCollector } from './problem-collector.js';

/** Reasons for rejecting a part of a response, or for noting a field of it. The codes are published. */
export const HISTORY_PROBLEM_REASONS = [
  'NOT_AN_OBJECT',
  'NOT_A_LIST',
  'MISSING_VALUE',
  'INVALID_VALUE',
  'MISSING_TIME',
  'INVALID_TIME',
  'INVALID_CHANGED',
] as const;
export type HistoryProblemReason = (typeof HISTORY_PROBLEM_REASONS)[number];
export type HistoryProblem = Problem<HistoryProblemReason>;

/** The keys of all objects of one kind in a response. */
export interface ObjectShape {
  /** The kind of object, such as `row` or `row.queue`. */
  kind: string;
  objects: number;
  /** How many of the objects had the key. */
  keys: { key: string; count: number; known: boolean }[];
}

/** A word that a field had although its list of words does not contain it. */
export interface UnknownWord {
  field: string;
  word: string;
  count: number;
}

/** What a response contained, for the comparison with earlier responses. */
export interface ResponseShape {
  shapes: ObjectShape[];
  unknownWords: UnknownWord[];
}

interface KindCount {
  objects: number;
  keys: Map<string, { count: number }>;
  known: ReadonlySet<string>;
}

const MAX_WORD_LENGTH = 64;
/** An object with generated keys must not fill the memory. */
const MAX_KEYS_PER_KIND = 200;
const MAX_UNKNOWN_WORDS = 200;

/** Collects the problems and the shape of one response. */
export class ResponseReport {
  private readonly collector = new ProblemCollector<HistoryProblemReason>();
  private readonly kinds = new Map<string, KindCount>();
  private readonly words = new Map<string, UnknownWord>();

  /** The part at `place` is rejected. */
  reject(reason: HistoryProblemReason, field: string, place: string, value: unknown): void {
    this.collector.reject(reason, field, place, value);
  }

  /** Only the field is dropped. */
  note(reason: HistoryProblemReason, field: string, place: string, value: unknown): void {
    this.collector.note(reason, field, place, value);
  }

  countKeys(kind: string, fields: object, known: ReadonlySet<string>): void {
    let count = this.kinds.get(kind);
    if (count === undefined) this.kinds.set(kind, (count = { objects: 0, keys: new Map(), known }));
    count.objects++;
    for (const key in fields) {
      const counted = count.keys.get(key);
      if (counted !== undefined) counted.count++;
      else if (count.keys.size < MAX_KEYS_PER_KIND) count.keys.set(key, { count: 1 });
    }
  }

  /** Counts a word that is not in the list; null, missing and known words are not counted. */
  countWord(field: string, word: unknown, known: ReadonlySet<unknown>): void {
    if (typeof word !== 'string' || known.has(word)) return;
    const text = cutText(word, MAX_WORD_LENGTH);
    const key = `${field} ${text}`;
    const before = this.words.get(key);
    if (before !== undefined) before.count++;
    else if (this.words.size < MAX_UNKNOWN_WORDS) this.words.set(key, { field, word: text, count: 1 });
  }

  get problems(): HistoryProblem[] {
    return this.collector.toArray();
  }

  get shape(): ResponseShape {
    const shapes = [...this.kinds].map(([kind, { objects, keys, known }]) => ({
      kind,
      objects,
      keys: [...keys].map(([key, { count }]) => ({ key, count, known: known.has(key) })),
    }));
    return { shapes, unknownWords: [...this.words.values()] };
  }
}
