/**
 * Normalised words (no accents, lower case), by meaning, that distinguish rides with otherwise equal names. One list serves
 * all languages: if a word is a colour in one language and something else in another ("rot", "est"), at worst a match is
 * missed, which a person then makes by hand.
 */
type Vocabulary = Readonly<Record<string, string>>;

/** English, French, German, Spanish, Dutch, Italian, with their endings. French "or" is missing because it is also an English word. */
const COLOURS: Vocabulary = {
  red: 'red rouge rouges rot rote roten roter rotes rojo roja rojos rojas rood rode rosso rossa rossi rosse',
  blue: 'blue bleu bleue bleus bleues blau blaue blauen blauer blaues azul azules blauw blauwe blu azzurro azzurra',
  green: 'green vert verte verts vertes grun grune grunen gruner grunes gruen gruene verde verdes verdi groen groene',
  yellow: 'yellow jaune jaunes gelb gelbe gelben gelber gelbes amarillo amarilla geel gele giallo gialla gialli gialle',
  orange: 'orange oranges naranja oranje arancione arancioni',
  purple: 'purple violet violets violette violettes violett lila morado morada violeta paars paarse viola',
  pink: 'pink rose roses rosa rosado rosada roze',
  black:
    'black noir noire noirs noires schwarz schwarze schwarzen schwarzer schwarzes negro negra negros negras zwart zwarte nero nera neri nere',
  white:
    'white blanc blanche blancs blanches weiss weisse weissen weisser weisses blanco blanca blancos blancas wit witte bianco bianca bianchi bianche',
  grey: 'grey gray gris grise grises grau graue grauen grauer graues grijs grijze grigio grigia',
  brown: 'brown brun brune bruns brunes marron braun braune brauner braunes bruin bruine marrone',
  silver: 'silver argent argente argentee silber silbern silberne plata plateado plateada zilver zilveren argento',
  gold: 'gold golden dore doree goldene goldenen goldener goldenes oro dorado dorada goud gouden dorato dorata',
  turquoise: 'turquoise turkis turkise turquesa turkoois turchese',
};

const SIDES: Vocabulary = {
  left: 'left gauche links linke linker linkes izquierda izquierdo sinistra sinistro',
  right: 'right droite droit rechts rechte rechter rechtes derecha derecho rechter destra destro',
  north: 'north northern nord norte noord',
  south: 'south southern sud sued sur zuid',
  east: 'east eastern est ost este oost',
  west: 'west western ouest oeste ovest',
  northeast: 'northeast northeastern nordost nordest noreste noordoost',
  northwest: 'northwest northwestern nordwest nordouest noroeste noordwest nordovest',
  southeast: 'southeast southeastern sudost sudest sureste sudeste zuidoost',
  southwest: 'southwest southwestern sudwest sudouest suroeste zuidwest sudovest',
  upper: 'upper',
  lower: 'lower',
  inner: 'inner',
  outer: 'outer',
};

/** Distinguishes a stop of a transport ride from the ride itself. */
const PLACES: Vocabulary = { station: 'station stations gare bahnhof estacion stazione' };

const NUMBERS: Vocabulary = {
  1: 'one first',
  2: 'two second ii',
  3: 'three third iii',
  4: 'four fourth iv',
  5: 'five fifth',
  6: 'six sixth vi',
  7: 'seven seventh vii',
  8: 'eight eighth viii',
  9: 'nine ninth ix',
  10: 'ten tenth',
  11: 'eleven eleventh xi',
  12: 'twelve twelfth xii',
  13: 'thirteen thirteenth xiii',
  14: 'fourteen fourteenth xiv',
  15: 'fifteen fifteenth xv',
  16: 'sixteen sixteenth xvi',
  17: 'seventeen seventeenth xvii',
  18: 'eighteen eighteenth xviii',
  19: 'nineteen nineteenth xix',
  20: 'twenty twentieth xx',
};

function meaningsOf(kind: string, vocabulary: Vocabulary): [word: string, meaning: string][] {
  return Object.entries(vocabulary).flatMap(([meaning, words]) =>
    words.split(' ').map((word): [string, string] => [word, `${kind}:${meaning}`]),
  );
}

/** Word → its meaning, such as `ii` → `number:2` and `rouge` → `colour:red`. */
const DISTINGUISHING_MEANINGS: ReadonlyMap<string, string> = new Map([
  ...meaningsOf('colour', COLOURS),
  ...meaningsOf('side', SIDES),
  ...meaningsOf('place', PLACES),
  ...meaningsOf('number', NUMBERS),
]);

/** Roman numerals of one letter: read as numerals only if the letter is a label. */
const ROMAN_LETTERS: ReadonlyMap<string, string> = new Map([
  ['i', 'number:1'],
  ['v', 'number:5'],
  ['x', 'number:10'],
]);

/** After one of these words a single letter is a label, at any position: "Track A – Blue". */
const LABELLED_WORDS: ReadonlySet<string> = new Set(
  'boat car course gate hall lane level line part phase platform room side stage station studio theater theatre track train version zone bahn gleis spur voie piste'.split(
    ' ',
  ),
);

/**
 * Single letters that are words or parts of words (articles, "and", elisions, 'n'): they are labels only at the end of the
 * name or after one of {@link LABELLED_WORDS}. So "I" is a pronoun in "What Am I Doing", and a number in "Rocky I".
 */
const LETTER_WORDS: ReadonlySet<string> = new Set('a d e i l n o s t u y'.split(' '));

const ONE_LATIN_LETTER = /^\p{Script=Latin}$/u;
const DIGITS = /\p{Nd}+/gu;
/** 3d, 1a, b2, t2: digit and letter form one label. */
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
  /** Sorted meanings of all distinguishing words, repeats included, joined by spaces. Names with different keys never match. */
  key: string;
  /** The other words, joined by a space. */
  remainder: string;
}

/**
 * Splits an already normalised name into distinguishing words and the rest.
 *
 * "3D" counts as a number: "TRANSFORMERS 3D" and "TRANSFORMERS" do not match automatically. They are nearly always one ride,
 * but a missed match is reviewed and mapped by hand in a minute, while a wrong merge (a 3D cinema and the coaster next to
 * it) goes unnoticed. The spellings 3D, 3-D and 3 D are one word after normalisation.
 */
export function distinctionOf(normalisedName: string): Distinction {
  const words = normalisedName.split(' ');
  const meanings = words.map((_, index) => meaningsOfWord(words, index));
  return {
    key: meanings.flat().sort().join(' '),
    remainder: words.filter((_, index) => meanings[index]?.length === 0).join(' '),
  };
}
