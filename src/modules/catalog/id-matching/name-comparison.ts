import { distance } from 'fastest-levenshtein';
import { distinctionOf } from './distinguishing-words.js';
import { cleanName } from './name-decorations.js';
import { normaliseName, splitSeasonalOverlay } from './name-normaliser.js';

/** Scripts in which one character is a word or syllable: one edit makes a different word. */
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Words that are optional in spellings of one name: Rock 'n' Roller, Rock and Roller. */
const FILLER_WORDS: ReadonlySet<string> = new Set(['a', 'and', 'n']);

/** Shorter words must be equal: Mine/Mini, Car/Cat. */
const MIN_LETTERS_FOR_ONE_EDIT = 5;
const MIN_LETTERS_FOR_TWO_EDITS = 9;
/** After this many equal first letters, two edits are another ending (dwarfs, dwarves), not another word (daring, dashing). */
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
  // Typing errors rarely affect the first letter, but different words do: Dumbo/Jumbo, Tower/Power, Light/Night.
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
 * Whether two already normalised names, known to be a few edits apart, are different spellings of the same words. The
 * distance of the whole names alone would match "Meet Daring Disney Pals …" and "Meet Dashing Disney Pals …", two real
 * entities of one park with two edits in 60 letters.
 */
export function isSpellingVariant(one: string, other: string): boolean {
  if (one.replaceAll(' ', '') === other.replaceAll(' ', '')) return true;
  const words = wordsOf(one);
  const otherWords = wordsOf(other);
  return words.length === otherWords.length && words.every((word, index) => isSameWord(word, otherWords[index] ?? ''));
}

/** Score of equal names if one of them has a seasonal overlay. */
const SEASONAL_SCORE = 0.95;
/** Levenshtein distances below this may match. */
const DISTANCE_LIMIT = 3;
/** Minimum share of the longer name's letters that must agree. */
const MIN_FUZZY_SCORE = 0.8;
/** Shorter names must match exactly: one edit makes another ride (Dumbo, Jumbo). */
const MIN_FUZZY_LETTERS = 8;

/** A name with the precomputed values for its comparison. */
export interface PreparedName {
  name: string;
  normalised: string;
  seasonalBase: string;
  seasonalOverlay: string;
  distinction: string;
  remainder: string;
}

export type Likeness = 'EXACT' | 'SEASONAL' | 'FUZZY' | 'DISTINGUISHED' | 'DISTANT';

export interface Comparison {
  likeness: Likeness;
  /** Order of likeness: 0 is equal, larger is worse. Equal ranks are equally good, whatever the lengths of the names. */
  rank: number;
  /** 0…1. */
  score: number;
}

const SEASONAL_RANK = 1;
/** Worse than any matching rank: FUZZY is SEASONAL_RANK + distance. */
const DISTINGUISHED_RANK = 10;
const DISTANT_RANK = 11;
/** Comparisons with a smaller rank may match. */
export const MATCHING_RANK_LIMIT = DISTINGUISHED_RANK;

export function prepareName(name: string): PreparedName {
  const normalised = normaliseName(cleanName(name));
  const { base, overlay } = splitSeasonalOverlay(normalised);
  const { key, remainder } = distinctionOf(normalised);
  return { name, normalised, seasonalBase: base, seasonalOverlay: overlay, distinction: key, remainder };
}

/** One name has an overlay, or both have the same one. Two different seasons of one name may be two shows. */
function differOnlyBySeason(one: PreparedName, other: PreparedName): boolean {
  if (one.seasonalBase !== other.seasonalBase) return false;
  return one.seasonalOverlay === '' || other.seasonalOverlay === '' || one.seasonalOverlay === other.seasonalOverlay;
}

/**
 * Compares two prepared names; symmetric. `allowSeasonal` is false for shows, for which another season is another show.
 * The fuzzy score is 1 − distance ÷ length of the longer name.
 */
export function compareNames(one: PreparedName, other: PreparedName, allowSeasonal: boolean): Comparison {
  if (one.normalised === other.normalised) return { likeness: 'EXACT', rank: 0, score: 1 };
  if (allowSeasonal && differOnlyBySeason(one, other)) {
    return { likeness: 'SEASONAL', rank: SEASONAL_RANK, score: SEASONAL_SCORE };
  }
  const edits = distance(one.normalised, other.normalised);
  const longer = Math.max(one.normalised.length, other.normalised.length);
  const shorter = Math.min(one.normalised.length, other.normalised.length);
  const score = (longer - edits) / longer;
  const isNear = edits < DISTANCE_LIMIT && shorter >= MIN_FUZZY_LETTERS && score >= MIN_FUZZY_SCORE;
  if (one.distinction !== other.distinction) {
    const isSibling = one.remainder !== '' && one.remainder === other.remainder;
    return isNear || isSibling
      ? { likeness: 'DISTINGUISHED', rank: DISTINGUISHED_RANK, score }
      : { likeness: 'DISTANT', rank: DISTANT_RANK, score };
  }
  return isNear && isSpellingVariant(one.normalised, other.normalised)
    ? { likeness: 'FUZZY', rank: SEASONAL_RANK + edits, score }
    : { likeness: 'DISTANT', rank: DISTANT_RANK, score };
}
