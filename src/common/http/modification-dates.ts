import { LRUCache } from 'lru-cache';

const SECOND_MS = 1_000;
const MAX_URLS = 10_000;

interface Version {
  etag: string;
  sinceMs: number;
}

/**
 * Since when a URL has had its present content, as far as this process knows: the time of the first response with it. A later
 * time than the real one only makes a client request the content again.
 */
export class ModificationDates {
  private readonly versions = new LRUCache<string, Version>({ max: MAX_URLS });

  /**
   * The time for `Last-Modified`, in whole seconds. Two contents never have the same second: null until the second after a content
   * that was replaced within its own.
   */
  since(url: string, etag: string, nowMs: number): Date | null {
    const known = this.versions.get(url);
    const version = known?.etag === etag ? known : { etag, sinceMs: this.nextSecond(known, nowMs) };
    if (version !== known) this.versions.set(url, version);
    return version.sinceMs <= nowMs ? new Date(version.sinceMs) : null;
  }

  private nextSecond(known: Version | undefined, nowMs: number): number {
    const secondMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
    return known === undefined ? secondMs : Math.max(secondMs, known.sinceMs + SECOND_MS);
  }
}
