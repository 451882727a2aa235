/**
 * Feeds put the status of the day into names: "[Unavailable] Splash Mountain", "CLOSED: Turbo", "Atlas (Temporarily
 * Closed)". Such status words are removed, but only if brackets or a separator set them apart: "Behind Closed Doors" is a
 * name.
 */

/** Whole phrases, in lower case, that describe a status inside brackets. */
const BRACKETED_STATES = [
  '(?:temporarily |currently |permanently |seasonally )?(?:closed|unavailable|not available|out of (?:order|service))',
  'closed (?:for|until|till|due to|today|this season|all day)\\b[^\\])]*',
  '(?:under|in|closed for|for) (?:refurbishment|maintenance|renovation|rehab)',
  '(?:refurbishment|maintenance|down|not operating|not open|delayed)',
  '(?:re-?opens|re-?opening|opens|opening) (?:in|on|at|soon|spring|summer|autumn|fall|winter|early|late|\\d)[^\\])]*',
  '(?:temporairement |actuellement )?(?:ferm[ée]e?|indisponible|non disponible|hors service)(?: temporairement)?',
  'ferm[ée]e? (?:pour|jusqu|aujourd)[^\\])]*',
  '(?:en|pour) (?:r[ée]habilitation|maintenance|r[ée]novation)',
  '(?:vor[üu]bergehend |derzeit |aktuell |heute )?(?:geschlossen|nicht verf[üu]gbar|au(?:ss|ß)er betrieb)',
  '(?:wegen |in )?(?:wartung|revision|renovierung)(?: geschlossen)?',
  '(?:tijdelijk |momenteel )?(?:gesloten|buiten (?:gebruik|dienst)|niet beschikbaar)',
  '(?:in|wegens) onderhoud',
  '(?:temporalmente |actualmente )?(?:cerrad[oa]|no disponible|fuera de servicio)(?: temporalmente)?',
  'cerrad[oa] (?:por|hasta|hoy)\\b[^\\])]*',
  '(?:en|por) (?:mantenimiento|rehabilitaci[óo]n|renovaci[óo]n|reformas)',
  '(?:temporaneamente |attualmente )?(?:chius[oa]|non disponibile|fuori servizio)(?: temporaneamente)?',
  '(?:in|per) manutenzione',
  '(?:temporariamente )?(?:fechad[oa]|indispon[íi]vel|fora de servi[çc]o)(?: temporariamente)?',
  '(?:em|para) manuten[çc][ãa]o',
  '(?:midlertidigt |midlertidig |tillf[äa]lligt )?(?:lukket|stengt|st[äa]ngt)',
  '(?:tymczasowo )?(?:zamkni[ęe]t[aey]|nieczynn[aey]|niedost[ęe]pn[aey])',
  '(?:本日|一時|現在)?(?:休止|運休|休業|点検|メンテナンス)中?',
  '(?:暂停|暫停)(?:开放|開放|运营|營運|服务|服務)?|运营暂停|(?:已)?(?:关闭|關閉)|(?:维护|維護|检修|檢修)中?',
  '운휴|운영 ?중단|점검 ?중|휴장',
];
/** Without brackets, only words that are never the name of an attraction: "Down: The Deep" keeps its name. */
const SEPARATED_STATES = [
  '(?:temporarily |currently |permanently )?(?:closed|unavailable|out of (?:order|service))',
  'closed for (?:refurbishment|maintenance|renovation|the season)',
  '(?:under|in) (?:refurbishment|maintenance)',
  '(?:vor[üu]bergehend |derzeit )?(?:geschlossen|au(?:ss|ß)er betrieb)',
  '(?:temporairement )?(?:ferm[ée]e?|indisponible|hors service)(?: temporairement)?',
  '(?:tijdelijk )?gesloten',
  '(?:temporalmente )?(?:cerrad[oa]|fuera de servicio)(?: temporalmente)?',
  '(?:temporaneamente )?chius[oa]',
  '(?:temporariamente )?(?:fechad[oa]|indispon[íi]vel)',
  '休止中|運休中|暂停开放|暫停開放|운휴',
];
const BRACKETED = `[\\[(【（*]\\s*(?:${BRACKETED_STATES.join('|')})\\s*[!.]*\\s*[\\])】）*]`;
const SEPARATED = `(?:${SEPARATED_STATES.join('|')})`;

const BRACKETED_AT_START = new RegExp(`^\\s*${BRACKETED}\\s*[:|–—-]?\\s*(?=\\S)`, 'iu');
const BRACKETED_AT_END = new RegExp(`(?<=\\S)\\s*(?:[:|–—-]\\s*)?${BRACKETED}\\s*$`, 'iu');
const SEPARATED_AT_START = new RegExp(`^\\s*\\*{0,3}${SEPARATED}\\*{0,3}\\s*(?:[:：]|\\||\\s[–—-])\\s*(?=\\S)`, 'iu');
const SEPARATED_AT_END = new RegExp(`(?<=\\S)\\s*(?:\\||\\s[–—-])\\s*\\*{0,3}${SEPARATED}\\*{0,3}[!.]*\\s*$`, 'iu');
/** A cheap pre-check that excludes most names. */
const MAY_HAVE_STATE = /[[(【（:：|*]|[\s\u00A0][\s\u00A0–—-]|^[\s\u00A0]|[\s\u00A0]$|\u00A0/u;
const STATE_PATTERNS = [BRACKETED_AT_START, BRACKETED_AT_END, SEPARATED_AT_START, SEPARATED_AT_END];

/** Signs that do not belong to the name. */
const MARKS = /[™®©℠℗]|\((?:tm|sm|r)\)(?=\s|$)/giu;
/** Pictograms and the invisible characters that join and style them. Digits and #, which are emoji too, are kept. */
const PICTOGRAMS = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u200D\uFE0E\uFE0F]/gu;
const SPACES = /[\s\u00A0]+/gu;

/** The displayed name: without status words and repeated spaces. A name that consists only of these is kept. */
export function cleanName(name: string): string {
  if (!MAY_HAVE_STATE.test(name)) return name;
  let clean = singleSpaced(name);
  for (let before = ''; before !== clean;) {
    before = clean;
    for (const pattern of STATE_PATTERNS) clean = singleSpaced(clean.replace(pattern, ''));
  }
  return clean === '' ? name : clean;
}

/** Whether two names differ in more than status words, trademark signs, pictograms and spaces. */
export function isRenamed(known: string, reported: string): boolean {
  return undecorated(known) !== undecorated(reported);
}

/**
 * The name of a ride after a source reports a name. A name that differs only in decorations is not a rename: the known name
 * is kept, unless it contains status words itself.
 */
export function nextName(known: string, reported: string): string {
  const clean = cleanName(reported);
  if (isRenamed(known, clean)) return clean;
  return cleanName(known) === known ? known : clean;
}

function undecorated(name: string): string {
  const bare = singleSpaced(name.replace(MARKS, '').replace(PICTOGRAMS, ' '));
  return cleanName(bare === '' ? name : bare).normalize('NFC');
}

const singleSpaced = (name: string): string => name.replace(SPACES, ' ').trim();
