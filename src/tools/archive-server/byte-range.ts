/** First and last byte, both inclusive. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * A `Range` header on an object of so many bytes (RFC 9110, 14.1.2). Null: the whole object, as S3 also answers
 * to several ranges or to what it cannot read. 'unsatisfiable': nothing of it lies in the object.
 */
export function parseByteRange(header: string | undefined, sizeBytes: number): ByteRange | null | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { first: sizeBytes - length, last: sizeBytes - 1 };
  }
  if (to !== '' && Number(to) < Number(from)) return null;
  if (Number(from) >= sizeBytes) return 'unsatisfiable';
  return { first: Number(from), last: Math.min(to === '' ? Infinity : Number(to), sizeBytes - 1) };
}
