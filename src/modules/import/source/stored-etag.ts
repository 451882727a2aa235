import { createHash } from 'node:crypto';

/** Room for it in the records of imports. */
const MAX_ETAG_LENGTH = 128;

/**
 * A version as it is kept and compared: without the quotes of `"abc"` and, as some gateways weaken it, `W/"abc"`. A
 * longer one than can be kept, which HTTP allows, is told apart by its hash.
 */
export function storedEtag(header: string): string {
  const etag = header.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return etag.length <= MAX_ETAG_LENGTH ? etag : createHash('sha256').update(etag).digest('hex');
}
