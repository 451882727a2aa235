const MAX_LENGTH = 200;

/** A value as JSON, cut short: what an issue shows of it. Never throws. */
export function describeValue(value: unknown): string {
  // the cut may halve a surrogate pair, which no UTF-8 column can hold
  return toJson(value)
    .slice(0, MAX_LENGTH)
    .replace(/\p{Surrogate}/gu, '\ufffd');
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
