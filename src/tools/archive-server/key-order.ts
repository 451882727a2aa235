/** S3 lists keys in the order of their UTF-8 bytes, which differs from JavaScript's order of strings. */
export function compareKeys(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Sorts after every key that begins with `prefix`. */
export function afterAllOf(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
