import { distance } from 'fastest-levenshtein';

/** Two letters in each other's place are two errors. */
const LONG_WORD = 7;
const SHORTEST_WITH_TYPOS = 4;
const PREFIX = 0.9;
const TYPO_COST = 0.15;

/** Typing errors that a word of this length may have. In a short word every letter counts. */
function typosAllowed(length: number): number {
  if (length < SHORTEST_WITH_TYPOS) return 0;
  return length < LONG_WORD ? 1 : 2;
}

/** How well a word that was typed fits one of a name: 1 the same, less for its beginning or with typos, 0 not at all. */
export function wordLikeness(typed: string, word: string): number {
  if (typed === word) return 1;
  if (word.startsWith(typed)) return PREFIX;
  const allowed = typosAllowed(typed.length);
  if (allowed === 0) return 0;
  const lengthDifference = word.length - typed.length;
  if (lengthDifference < -allowed) return 0;
  // a word that is still being typed is compared with the beginning of the longer one
  const compared = lengthDifference > allowed ? word.slice(0, typed.length) : word;
  const typos = distance(typed, compared);
  if (typos > allowed) return 0;
  return (compared === word ? 1 : PREFIX) - typos * TYPO_COST;
}
