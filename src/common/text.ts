/**
 * The first `maxLength` code points of a text, valid in a UTF-8 column. Columns count code points; a cut by UTF-16 units could
 * split a surrogate pair. A lone surrogate in the text itself becomes U+FFFD.
 */
export function cutText(text: string, maxLength: number): string {
  // A code point has at most two units.
  const cut = text.length <= maxLength ? text : [...text.slice(0, 2 * maxLength)].slice(0, maxLength).join('');
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Bytes for people, in units of 1000: 1.23 GB, 45.0 MB, 512 B. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${bytes < 0 ? '-' : ''}${value.toFixed(digits)} ${units[unit]}`;
}

/** A parsed value as JSON, for messages. Never throws. */
export function jsonText(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON cannot represent Infinity, which JSON.parse returns for 1e400.
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // The nesting is deeper than the stack; JSON.parse has no such limit.
    return Array.isArray(value) ? '[…' : '{…';
  }
}

/** 1234567 as 1,234,567, in every locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 queue`, `1,234 queues`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
