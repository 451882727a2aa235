import { cutText } from '../../../common/text.js';

/** All problems of one reason in one kind of field of one response: exact count, a few samples. */
export interface Problem<Reason extends string> {
  reason: Reason;
  /** The kind of field, such as `row.time`. */
  field: string;
  /** Whether the part that has the field was rejected; otherwise only the field was dropped, repaired or doubted. */
  rejected: boolean;
  count: number;
  /** The first {@link MAX_PROBLEM_SAMPLES} problems: the place in the response, and the value as JSON. */
  samples: { place: string; value: string }[];
}
export const MAX_PROBLEM_SAMPLES = 10;
const MAX_SAMPLE_LENGTH = 200;

/** Counts the problems of one response exactly, and keeps the first samples of each kind. */
export class ProblemCollector<Reason extends string> {
  private readonly problems = new Map<string, Problem<Reason>>();

  /** The part at `place` is rejected. */
  reject(reason: Reason, field: string, place: string, value: unknown): void {
    this.add(reason, field, true, place, value);
  }

  /** The part at `place` is kept. */
  note(reason: Reason, field: string, place: string, value: unknown): void {
    this.add(reason, field, false, place, value);
  }

  /** In order of first occurrence. */
  toArray(): Problem<Reason>[] {
    return [...this.problems.values()];
  }

  private add(reason: Reason, field: string, rejected: boolean, place: string, value: unknown): void {
    const key = `${reason} ${field} ${rejected}`;
    let problem = this.problems.get(key);
    if (problem === undefined) {
      this.problems.set(key, (problem = { reason, field, rejected, count: 0, samples: [] }));
    }
    problem.count++;
    if (problem.samples.length < MAX_PROBLEM_SAMPLES) problem.samples.push({ place, value: sampleOf(value) });
  }
}

/** The value as JSON, cut to 200 characters. */
export function sampleOf(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON cannot represent Infinity, which JSON.parse returns for 1e400.
  if (typeof value === 'number') return String(value);
  try {
    return cutText(JSON.stringify(value), MAX_SAMPLE_LENGTH);
  } catch {
    // The nesting is deeper than the stack; JSON.parse has no such limit.
    return Array.isArray(value) ? '[…' : '{…';
  }
}
