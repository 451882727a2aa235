import { DISTINGUISHING_MEANINGS, LABELLED_WORDS, LETTER_WORDS, ROMAN_LETTERS } from './distinguishing-vocabulary.js';

const ONE_LATIN_LETTER = /^\p{Script=Latin}$/u;
const DIGITS = /\p{Nd}+/gu;
/** 3d, 1a, b2, t2: digit and letter make one label together. */
const DIGITS_AND_LETTER = /^(?:\p{Nd}+\p{L}|\p{L}\p{Nd}+)$/u;

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=\p{Nd})/u, '');
}

function meaningsOfLetter(words: readonly string[], index: number, letter: string): string[] {
  const isLast = index === words.length - 1 && words.length > 1;
  const isLabelled = LABELLED_WORDS.has(words[index - 1] ?? '');
  if (isLast || isLabelled) return [ROMAN_LETTERS.get(letter) ?? `letter:${letter}`];
  return LETTER_WORDS.has(letter) ? [] : [`letter:${letter}`];
}

function meaningsOfWord(words: readonly string[], index: number): string[] {
  const word = words[index] ?? '';
  if (ONE_LATIN_LETTER.test(word)) return meaningsOfLetter(words, index, word);
  const known = DISTINGUISHING_MEANINGS.get(word);
  if (known !== undefined) return [known];
  if (DIGITS_AND_LETTER.test(word)) return [`number:${withoutLeadingZeros(word)}`];
  return (word.match(DIGITS) ?? []).map((digits) => `number:${withoutLeadingZeros(digits)}`);
}

export interface Distinction {
  /** The meanings of its distinguishing words (names with other ones never match), sorted, repeated as often as they occur, joined by a space. */
  key: string;
  /** The other words, joined by a space. */
  remainder: string;
}

/**
 * Takes an already normalised name apart into what tells it from its siblings and the rest.
 *
 * "3D" counts as a number: "TRANSFORMERS 3D" and "TRANSFORMERS" do not match by themselves. They nearly always are one
 * ride, but a match refused is reviewed and mapped by hand in a minute, while two rides merged (a 3D cinema and the
 * coaster beside it) are found by nobody. The ways to write it (3D, 3-D, 3 D) are one word after normalising.
 */
export function distinctionOf(normalisedName: string): Distinction {
  const words = normalisedName.split(' ');
  const meanings = words.map((_, index) => meaningsOfWord(words, index));
  return {
    key: meanings.flat().sort().join(' '),
    remainder: words.filter((_, index) => meanings[index]?.length === 0).join(' '),
  };
}
