import { type EpochDay, isoDayOf } from './utc-days.js';
import type { NamePlan } from './world.js';

/** The name on a local day: a seasonal overlay goes before a rename, a rename before the first name. */
export function nameOn(names: NamePlan, localDay: EpochDay): string {
  if (names.overlay && isOverlayDay(names.overlay.season, isoDayOf(localDay).slice(5))) return names.overlay.name;
  return names.renamed && localDay >= names.renamed.from ? names.renamed.name : names.base;
}

function isOverlayDay(season: 'HALLOWEEN' | 'WINTER', monthAndDay: string): boolean {
  if (season === 'HALLOWEEN') return monthAndDay >= '09-15' && monthAndDay <= '11-02';
  return monthAndDay >= '11-15' || monthAndDay <= '01-07';
}
