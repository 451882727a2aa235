import { distance } from 'fastest-levenshtein';

/** Scripts in which one character is a whole word or syllable: one edit makes another word. */
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Words that come and go in spellings of one name: Rock 'n' Roller, Rock and Roller. */
const FILLER_WORDS: ReadonlySet<string> = new Set(['a', 'and', 'n']);

/** Shorter words are equal or different words: Mine/Mini, Car/Cat. */
const MIN_LETTERS_FOR_ONE_EDIT = 5;
const MIN_LETTERS_FOR_TWO_EDITS = 9;
/** With so many equal first letters two edits are an ending (dwarfs, dwarves), not another word (daring, dashing). */
const SAME_START_FOR_TWO_EDITS = 4;

function isSwapOfNeighbours(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const first = [...one].findIndex((letter, index) => letter !== other[index]);
  const swapped = one.slice(0, first) + one.charAt(first + 1) + one.charAt(first) + one.slice(first + 2);
  return swapped === other;
}

function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const letters = Math.min(one.length, other.length);
  if (letters < MIN_LETTERS_FOR_ONE_EDIT || DENSE_SCRIPT.test(one) || DENSE_SCRIPT.test(other)) return false;
  // Slips of the pen seldom hit the first letter; other words do: Dumbo/Jumbo, Tower/Power, Light/Night.
  if (one[0] !== other[0]) return false;
  const edits = distance(one, other);
  if (edits === 1 || isSwapOfNeighbours(one, other)) return true;
  const sameStart = one.slice(0, SAME_START_FOR_TWO_EDITS) === other.slice(0, SAME_START_FOR_TWO_EDITS);
  return edits === 2 && (letters >= MIN_LETTERS_FOR_TWO_EDITS || sameStart);
}

function wordsOf(normalisedName: string): string[] {
  return normalisedName.split(' ').filter((word) => !FILLER_WORDS.has(word));
}

/**
 * Whether two already normalised names, known to be a few edits apart, are the same words spelt differently. A distance
 * over the whole name alone would take "Meet Daring Disney Pals …" for "Meet Dashing Disney Pals …": two edits in 60
 * letters, and two real entities of one park.
 */
export function isSpellingVariant(one: string, other: string): boolean {
  if (one.replaceAll(' ', '') === other.replaceAll(' ', '')) return true;
  const words = wordsOf(one);
  const otherWords = wordsOf(other);
  return words.length === otherWords.length && words.every((word, index) => isSameWord(word, otherWords[index] ?? ''));
}
