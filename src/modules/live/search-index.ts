import { distance } from 'fastest-levenshtein';
import type { EntityType } from '../catalog/entity-types.js';
import { normaliseName } from '../catalog/id-matching/name-normaliser.js';

export const SEARCH_KINDS = ['DESTINATION', 'PARK', 'RIDE'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** A destination, park or ride that can be found by name. */
export interface SearchEntry {
  kind: SearchKind;
  id: number;
  name: string;
  /** Null except for rides. */
  entityType: EntityType | null;
  isActive: boolean;
  parkId: number | null;
  parkName: string | null;
  destinationId: number;
  destinationName: string;
  /** Other and former names. */
  otherNames: readonly string[];
}

export interface SearchHit {
  entry: SearchEntry;
  /** Above 0, at most 1; 1 is an exact match. */
  score: number;
  /** The name that matched. */
  matchedName: string;
}

/** Words of at least this length may have two typos: two swapped letters count as two. */
const LONG_WORD = 7;
const SHORTEST_WITH_TYPOS = 4;
const PREFIX = 0.9;
const TYPO_COST = 0.15;

/** The number of typos allowed in a word of this length; none in short words. */
function typosAllowed(length: number): number {
  if (length < SHORTEST_WITH_TYPOS) return 0;
  return length < LONG_WORD ? 1 : 2;
}

/** How well a typed word matches a word of a name: 1 if equal, less for a prefix or with typos, 0 if it does not match. */
function wordLikeness(typed: string, word: string): number {
  if (typed === word) return 1;
  if (word.startsWith(typed)) return PREFIX;
  const allowed = typosAllowed(typed.length);
  if (allowed === 0) return 0;
  const lengthDifference = word.length - typed.length;
  if (lengthDifference < -allowed) return 0;
  // an incomplete word is compared with the beginning of the longer one
  const compared = lengthDifference > allowed ? word.slice(0, typed.length) : word;
  const typos = distance(typed, compared);
  if (typos > allowed) return 0;
  return (compared === word ? 1 : PREFIX) - typos * TYPO_COST;
}

interface IndexedName {
  entry: number;
  name: string;
  normalised: string;
  /** Without spaces: "bigthunder" finds "Big Thunder". */
  squeezed: string;
  words: number[];
  isFormer: boolean;
}

const WHOLE = 1;
const BEGINS = 0.95;
const SQUEEZED = 0.85;
/** Upper limit of the score if every word of the query matches. */
const WORDS = 0.8;
/** Deduction for each word of the name that is not in the query. */
const SURPLUS_COST = 0.01;
const MOST_SURPLUS = 10;
const FORMER_NAME_COST = 0.05;
const INACTIVE_COST = 0.05;
const MIN_SQUEEZED_LENGTH = 3;

/**
 * Searches the names of the catalogue in memory. Accents, trademark signs, punctuation and case are ignored; words may
 * have typos or be incomplete; every word of the query must match a word of the name. Each distinct word is compared once
 * per query, because ten thousand rides have only a few thousand distinct words.
 */
export class SearchIndex {
  private readonly names: IndexedName[];
  private readonly vocabulary = new Map<string, number>();

  constructor(private readonly entries: readonly SearchEntry[]) {
    this.names = entries.flatMap((entry, index) =>
      [entry.name, ...entry.otherNames].map((name, position) => this.indexed(index, name, position > 0)),
    );
  }

  get size(): number {
    return this.entries.length;
  }

  /** Best first. */
  find(query: string, limit: number, kind: SearchKind | null = null): SearchHit[] {
    const asked = normaliseName(query);
    if (asked === '') return [];
    const likeness = asked.split(' ').map((word) => this.likenessOf(word));
    const squeezed = asked.replaceAll(' ', '');
    const best = new Map<number, SearchHit>();
    for (const name of this.names) {
      const entry = this.entries[name.entry]!;
      if (kind !== null && entry.kind !== kind) continue;
      const score = scoreOf(name, entry, asked, squeezed, likeness);
      if (score > (best.get(name.entry)?.score ?? 0)) best.set(name.entry, { entry, score, matchedName: name.name });
    }
    return [...best.values()].sort(compareHits).slice(0, limit);
  }

  private indexed(entry: number, name: string, isFormer: boolean): IndexedName {
    const normalised = normaliseName(name);
    const words = normalised.split(' ').map((word) => this.numberOf(word));
    return { entry, name, normalised, squeezed: normalised.replaceAll(' ', ''), words, isFormer };
  }

  private numberOf(word: string): number {
    const known = this.vocabulary.get(word);
    if (known !== undefined) return known;
    this.vocabulary.set(word, this.vocabulary.size);
    return this.vocabulary.size - 1;
  }

  /** Indexed by the number of the word in the vocabulary. */
  private likenessOf(typed: string): Float32Array {
    const likeness = new Float32Array(this.vocabulary.size);
    for (const [word, number] of this.vocabulary) likeness[number] = wordLikeness(typed, word);
    return likeness;
  }
}

function scoreOf(
  name: IndexedName,
  entry: SearchEntry,
  asked: string,
  squeezed: string,
  likeness: readonly Float32Array[],
): number {
  const fit = fitOf(name, asked, squeezed, likeness);
  if (fit === 0) return 0;
  const cost = (name.isFormer ? FORMER_NAME_COST : 0) + (entry.isActive ? 0 : INACTIVE_COST);
  return Math.max(Number.EPSILON, fit - cost);
}

function fitOf(name: IndexedName, asked: string, squeezed: string, likeness: readonly Float32Array[]): number {
  if (name.normalised === asked) return WHOLE;
  const surplus = Math.min(MOST_SURPLUS, Math.max(0, name.words.length - likeness.length)) * SURPLUS_COST;
  if (name.normalised.startsWith(asked)) return BEGINS - surplus;
  let sum = 0;
  for (const ofWord of likeness) {
    let best = 0;
    for (const word of name.words) if (ofWord[word]! > best) best = ofWord[word]!;
    if (best === 0) {
      const isInside = squeezed.length >= MIN_SQUEEZED_LENGTH && name.squeezed.includes(squeezed);
      return isInside ? SQUEEZED - surplus : 0;
    }
    sum += best;
  }
  return (WORDS * sum) / likeness.length - surplus;
}

/** Total order: by score, then destinations before parks before rides, then the shorter name. */
function compareHits(one: SearchHit, other: SearchHit): number {
  return (
    other.score - one.score ||
    SEARCH_KINDS.indexOf(one.entry.kind) - SEARCH_KINDS.indexOf(other.entry.kind) ||
    one.entry.name.length - other.entry.name.length ||
    one.entry.id - other.entry.id
  );
}
