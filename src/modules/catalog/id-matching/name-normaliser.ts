/**
 * Normalised words that parks add before or after a ride's name for a season. Deliberately few: each entry can cause a wrong
 * merge, so the list contains only words that name a season and nothing else. Not included for that reason: "winter", "ice",
 * "summer", "spooky", "night", "after dark". Overlays that rename the whole ride ("Hyperspace Mountain") are not affixes and
 * are mapped by hand. "Jingle Cruise" matches "Jungle Cruise" by spelling.
 */
const SEASONAL_PREFIXES: readonly string[] = ['christmas', 'halloween', 'holiday', 'seasonal', 'xmas'];

/** Longer phrases come before their own endings: the first match counts. */
const SEASONAL_SUFFIXES: readonly string[] = [
  'tim burtons the nightmare before christmas',
  'the nightmare before christmas',
  'nightmare before christmas',
  'holiday nightmare',
  'monsters after dark', // Guardians of the Galaxy - Mission: Breakout!
  'ghost galaxy', // Space Mountain
  'christmas edition',
  'halloween edition',
  'holiday edition',
  'christmas overlay',
  'halloween overlay',
  'holiday overlay',
  'christmas',
  'halloween',
  'holiday',
  'holidays',
  'seasonal',
  'xmas',
];

/**
 * Minimum number of words that must remain after an affix is removed: "Holiday Parade" and "Christmas Parade" are two
 * parades, not one "parade" in two seasons.
 */
const MIN_WORDS_UNDER_OVERLAY = 2;

/** Signs without meaning. "(TM)" and "(SM)" are their typed forms; "(R)" is not included because it may mean "right". */
const MARKS = /[™®©℠℗]|\((?:tm|sm)\)/giu;
/** Variation selectors, zero-width joiners, soft hyphens, byte order marks: invisible, and not part of a name. */
const INVISIBLE = /[\p{Cf}\uFE00-\uFE0F]/gu;
/** Every quote and apostrophe, including those that NFKD would decompose. Removed: Soarin' = Soarin’ = Soarin. */
const QUOTES = /['"`´‘’‚‛“”„‟«»‹›′″‵‶ʹʺʻʼʽʾʿˈ＇＂｀]/gu;
/** ¾ decomposes to 3⁄4 and would otherwise join the digit before it: 9¾ is "9 3 4", never 93/4. */
const FRACTIONS = /[¼-¾⅐-⅞]/gu;
/**
 * Accents are removed from Latin and Greek letters only. In other scripts a mark makes another letter (й, ガ) or is a vowel
 * (Thai, Hindi, Arabic); NFC composes those again.
 */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;
/** 20,000 and 20.000 are one number, not two. */
const THOUSANDS_SEPARATOR = /(?<=\d)[,.](?=\d{3}(?!\d))/gu;
/** Initials: U.S.A. is USA, E.T. is ET. */
const INITIAL_DOT = /(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))/gu;
/** 3-D, 3 D and 3D are one word; applied to words already separated by one space. */
const DIMENSION = /(?<![\p{L}\p{N}])([2-9]) (?=d(?![\p{L}\p{N}]))/gu;
/** Marks without a base letter: a lone ¨, the frame of a keycap digit. */
const STRAY_MARKS = /(?<![\p{L}\p{M}])\p{M}+/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;

/** Letters that Unicode does not decompose. */
const FOLDED_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
  ё: 'е',
};
const FOLDABLE = new RegExp(`[${Object.keys(FOLDED_LETTERS).join('')}]`, 'gu');

/**
 * The form in which names are compared and stored (`rides.normalized_name`): lower case words separated by one space.
 * Idempotent. A name that consists only of signs is kept in lower case, so only an empty name gives ''.
 */
export function normaliseName(name: string): string {
  const letters = name
    .replace(MARKS, '')
    .replace(INVISIBLE, '')
    .replace(QUOTES, '')
    .replace(FRACTIONS, ' $&')
    .normalize('NFKD')
    .replace(ACCENTS, '$1')
    .replace(STRAY_MARKS, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(FOLDABLE, (letter) => FOLDED_LETTERS[letter] ?? letter);
  const words = letters
    .replaceAll('&', ' and ')
    .replace(QUOTES, '')
    .replace(THOUSANDS_SEPARATOR, '')
    .replace(INITIAL_DOT, '$1')
    .replace(NO_WORD, ' ')
    .trim()
    .replace(DIMENSION, '$1');
  return words || name.toLowerCase().replace(/\s+/gu, ' ').trim();
}

export interface SeasonalName {
  /** The name without its overlay, or the whole name if it has none. */
  base: string;
  /** The removed affixes, prefix first, such as 'holiday'; '' for none. */
  overlay: string;
}

/** Removes seasonal affixes from an already normalised name, unless fewer than two words would remain. */
export function splitSeasonalOverlay(normalisedName: string): SeasonalName {
  const prefix = SEASONAL_PREFIXES.find((words) => normalisedName.startsWith(`${words} `));
  const afterPrefix = prefix === undefined ? normalisedName : normalisedName.slice(prefix.length + 1);
  const suffix = SEASONAL_SUFFIXES.find((words) => afterPrefix.endsWith(` ${words}`));
  const base = suffix === undefined ? afterPrefix : afterPrefix.slice(0, -suffix.length - 1);
  if (base.split(' ').length < MIN_WORDS_UNDER_OVERLAY) return { base: normalisedName, overlay: '' };
  return { base, overlay: [prefix, suffix].filter((affix) => affix !== undefined).join(' ') };
}
