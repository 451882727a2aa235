/**
 * The first code points of a text of a feed, fit for a UTF-8 column: a column counts code points, and a cut by UTF-16 units
 * may leave half a surrogate pair. Half a pair that the feed itself has becomes U+FFFD.
 */
export function cutText(text: string, maxLength: number): string {
  // No code point has more than two units.
  const cut = text.length <= maxLength ? text : [...text.slice(0, 2 * maxLength)].slice(0, maxLength).join('');
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}
