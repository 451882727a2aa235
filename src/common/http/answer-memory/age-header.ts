import type { HeaderList } from '../header-list.js';

/** Tells caches how long an answer has been kept already, so that nobody keeps it for longer than it may be kept. */
export function ageHeader(ageMs: number): HeaderList {
  return ageMs < 1_000 ? [] : ['Age', String(Math.floor(ageMs / 1_000))];
}
