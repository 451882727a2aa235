import type { Schemas } from '../../api/client.js';
import { plural } from '../../format/numbers.js';

export const isAnyExcluded = (excluded: Schemas['UnrankedView']): boolean =>
  excluded.lowCoverage + excluded.fewWaits + excluded.parksWithoutDownReports.length + excluded.excludedParks.length >
  0;

/** Which entries are not ranked, and why. */
export function excludedTexts(excluded: Schemas['UnrankedView'], scope: Schemas['Scope']): string[] {
  const entity = scope === 'rides' ? 'ride' : 'park';
  const { lowCoverage, fewWaits, parksWithoutDownReports: silent, excludedParks } = excluded;
  const names = (parks: readonly { name: string }[]) => parks.map(({ name }) => name).join(', ');
  const texts = [
    lowCoverage > 0 && `${plural(lowCoverage, entity)} with less than half of the scheduled time observed`,
    fewWaits > 0 && `${plural(fewWaits, entity)} that hardly ever posted a wait`,
    silent.length > 0 && `Parks whose feed does not report when rides are down: ${names(silent)}`,
    excludedParks.length > 0 && `Parks with excluded data in this period: ${names(excludedParks)}`,
  ].filter((text) => text !== false);
  return texts.length === 0 ? [`Every observed ${entity} is ranked.`] : texts;
}
