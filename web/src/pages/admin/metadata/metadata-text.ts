import type { Schemas } from '../../../api/client.js';
import { countText, percentText, plural } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { wordText } from '../../../parts/words.js';

export type Field = Schemas['OverridableField'];
type Value = string | number | null;
/** What the four values of a ride are now, and which of them were set by hand. */
export type Values = Pick<Schemas['RideMetadataView'], Field> & { manualFields: readonly Field[] };
type Body = Schemas['MetadataOverrideBody'];
type Origin = Schemas['FieldOriginView'];

export const FIELDS: readonly Field[] = ['indoorOutdoor', 'heightMinCm', 'heightMinUnaccompaniedCm', 'heightMaxCm'];
export const FIELD_TEXT: Readonly<Record<Field, string>> = {
  indoorOutdoor: 'Indoors or outdoors',
  heightMinCm: 'Minimum height',
  heightMinUnaccompaniedCm: 'Minimum height alone',
  heightMaxCm: 'Maximum height',
};

const SOURCE_TEXT: Readonly<Record<Origin['source'], string>> = {
  LISTING: 'from the list of its destination',
  ENTITY: 'from its own document',
  MANUAL: 'set by hand',
  OWN_CATALOGUE: 'from your own catalogue',
  CURATED: 'from the curated list',
  TAG: 'from a tag',
  NAME_RULE: 'from a word in its name',
  NO_RULE: 'no rule applies any more',
};

export const valueText = (field: Field, value: Value): string => {
  if (field === 'indoorOutdoor') return value === null ? 'Not classified' : wordText(String(value));
  return value === null ? 'None' : `${value} cm`;
};

/** Where the value of a field is from, and since when. */
export function originText(field: Field, manualFields: readonly Field[], origins: readonly Origin[]): string {
  const origin = origins.find((one) => one.field === field);
  const isManual = manualFields.includes(field);
  if (origin === undefined) return isManual ? 'Set by hand' : 'Never known';
  // Setting the same value again is no change.
  const text = isManual ? SOURCE_TEXT.MANUAL : SOURCE_TEXT[origin.source];
  return `${text[0]!.toUpperCase()}${text.slice(1)}, ${fullTimeText(origin.changedAt, 'UTC')} UTC`;
}

/** The request that puts a value back as it was. */
export function undoBody(field: Field, before: Values): Body {
  return before.manualFields.includes(field) ? { [field]: before[field] } : { clear: [field] };
}

/** How sure a classification is: `word in the name, 60 % certain`. */
export function certaintyText(
  source: Schemas['ClassificationSource'] | null,
  confidence: number | null,
): string | null {
  if (source === null) return null;
  const text = SOURCE_TEXT[source];
  return confidence === null || confidence === 1 ? text : `${text}, ${percentText(100 * confidence)} certain`;
}

export function syncText({ running, lastRun }: Schemas['SyncStatusView']): string {
  if (lastRun === null) return 'Not synchronised yet';
  const { startedAt, finishedAt, destinationsDone, destinationsTotal, ridesDone, ridesTotal } = lastRun;
  if (running) {
    return (
      `Synchronising since ${fullTimeText(startedAt, 'UTC')}: ${countText(destinationsDone)} of ` +
      `${plural(destinationsTotal, 'destination')}, ${countText(ridesDone)} of ${plural(ridesTotal, 'ride')}`
    );
  }
  if (lastRun.interrupted) {
    return `Interrupted after ${countText(ridesDone)} of ${plural(ridesTotal, 'ride')}; the next run continues there`;
  }
  const failed = lastRun.failed === 0 ? '' : `, ${countText(lastRun.failed)} failed`;
  const refused = lastRun.valuesRefused === 0 ? '' : `, ${plural(lastRun.valuesRefused, 'value')} refused`;
  return (
    `Synchronised ${fullTimeText(finishedAt, 'UTC')}: ${plural(ridesDone, 'ride')}, ` +
    `${countText(lastRun.ridesChanged)} changed${failed}${refused}`
  );
}
