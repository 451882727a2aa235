import { LRUCache } from 'lru-cache';
import { compress, type ContentEncoding } from './content-encoding.js';

interface Forms {
  body: Buffer;
  /** Compressed forms of this body, or the promises of them. */
  compressed: Map<ContentEncoding, Promise<Buffer>>;
}

/**
 * The compressed forms of what URLs were answered with last. A response lives for a second, its content often for a day: a body
 * that was computed again without a change is not compressed again.
 */
export class CompressedBodies {
  private readonly last: LRUCache<string, Forms>;

  constructor(maxBytes: number) {
    this.last = new LRUCache({
      maxSize: maxBytes,
      // Both compressed forms take a third of the body at most.
      sizeCalculation: ({ body }, url) => url.length + Math.ceil((body.length * 4) / 3) + 1,
    });
  }

  compressed(url: string, body: Buffer, encoding: ContentEncoding): Promise<Buffer> {
    const { compressed } = this.formsOf(url, body);
    const known = compressed.get(encoding);
    if (known !== undefined) return known;
    const made = compress(body, encoding);
    compressed.set(encoding, made);
    made.catch(() => compressed.delete(encoding));
    return made;
  }

  private formsOf(url: string, body: Buffer): Forms {
    const known = this.last.get(url);
    if (known?.body.equals(body)) return known;
    const forms: Forms = { body, compressed: new Map() };
    this.last.set(url, forms);
    return forms;
  }
}
