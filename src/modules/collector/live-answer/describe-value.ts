import { cutText } from '../../../common/text/cut-text.js';

const MAX_LENGTH = 200;

/** A value as JSON, cut short: what an issue shows of it. Never throws. */
export function describeValue(value: unknown): string {
  return cutText(toJson(value), MAX_LENGTH);
}

function toJson(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no word for the infinity that JSON.parse makes of 1e400
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // the nesting is deeper than the stack; JSON.parse has no such limit
    return Array.isArray(value) ? '[…' : '{…';
  }
}
