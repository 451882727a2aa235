/**
 * What parks put before or after a ride's name for a season, already normalised. Small on purpose: each entry is a
 * chance to merge two rides, so a word is here only if it names a season and nothing else. Left out for that reason:
 * "winter", "ice", "summer", "spooky", "night", "after dark". Overlays that rename the whole ride ("Hyperspace
 * Mountain") are no affixes: they are mapped by hand. "Jingle Cruise" is one letter pair away from "Jungle Cruise".
 */
export const SEASONAL_PREFIXES: readonly string[] = ['christmas', 'halloween', 'holiday', 'seasonal', 'xmas'];

/** Longer phrases stand before their own endings: the first one that fits is taken. */
export const SEASONAL_SUFFIXES: readonly string[] = [
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
 * Words that must remain when an affix is taken off: "Holiday Parade" and "Christmas Parade" are two parades, not one
 * "parade" in two seasons.
 */
export const MIN_WORDS_UNDER_OVERLAY = 2;
