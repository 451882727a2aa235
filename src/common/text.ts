/**
 * The first code points of a text of a feed, fit for a UTF-8 column: a column counts code points, and a cut by UTF-16 units
 * may leave half a surrogate pair. Half a pair that the feed itself has becomes U+FFFD.
 */
export function cutText(text: string, maxLength: number): string {
  // No code point has more than two units.
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
