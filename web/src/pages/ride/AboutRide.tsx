import type { ReactNode } from 'react';
import { percentText, UNKNOWN } from '../../format/numbers.js';
import { fullTimeText } from '../../format/times.js';
import { DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { wordText } from '../../parts/words.js';
import type { Ride } from './ride.js';

/** What the ride is, where each value is from, and its names and ids over time. */
export function AboutRide({ ride }: { ride: Ride }) {
  const { timezone } = ride.park;
  return (
    <div className="columns">
      <Section title="About this ride" note={provenance(ride)}>
        <dl className="facts">
          {factsOf(ride).map(([name, value, source]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}
                {source && <span className="note">{` (${source})`}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Names and ids over time" note={`Times in the zone of the park, ${timezone ?? 'UTC'}`}>
        <DataTable
          caption="Names over time"
          rows={ride.names}
          keyOf={({ name, firstSeenAt }) => `${name} ${firstSeenAt}`}
          columns={[
            { head: 'Name', cell: ({ name }) => name },
            { head: 'First', cell: ({ firstSeenAt }) => fullTimeText(firstSeenAt, timezone) },
            { head: 'Last', cell: ({ lastSeenAt }) => fullTimeText(lastSeenAt, timezone) },
          ]}
        />
        <DataTable
          caption="Ids over time"
          rows={ride.uuids}
          keyOf={({ themeparksWikiId }) => themeparksWikiId}
          columns={[
            { head: 'ThemeParks.wiki id', cell: ({ themeparksWikiId }) => <code>{themeparksWikiId}</code> },
            { head: 'Linked', cell: ({ linkedAt }) => (linkedAt ? fullTimeText(linkedAt, timezone) : 'its own id') },
          ]}
        />
      </Section>
    </div>
  );
}

function provenance({ metadata, park }: Ride): string {
  if (metadata === null) return 'No metadata was synchronised yet';
  const synced =
    metadata.lastSyncedAt === null ? 'never synchronised' : fullTimeText(metadata.lastSyncedAt, park.timezone);
  return `From ThemeParks.wiki, version ${metadata.version}, synchronised ${synced}`;
}

type Fact = [name: string, value: ReactNode, source: string | null];

function factsOf({ metadata, entityType, themeparksWikiId }: Ride): Fact[] {
  const manual = new Set<string>(metadata?.manualFields ?? []);
  const by = (field: string) => (manual.has(field) ? 'set by an operator' : null);
  const height = (value: number | null | undefined) => (value == null ? UNKNOWN : `${value} cm`);
  return [
    ['Type', wordText(metadata?.attractionType ?? entityType ?? 'UNKNOWN'), null],
    [
      'Indoors or outdoors',
      metadata?.indoorOutdoor ? wordText(metadata.indoorOutdoor) : UNKNOWN,
      classification(metadata),
    ],
    ['Minimum height', height(metadata?.heightMinCm), by('heightMinCm')],
    ['Minimum height when alone', height(metadata?.heightMinUnaccompaniedCm), by('heightMinUnaccompaniedCm')],
    ['Maximum height', height(metadata?.heightMaxCm), by('heightMaxCm')],
    ['Position', positionText(metadata), null],
    ['ThemeParks.wiki id', themeparksWikiId === null ? UNKNOWN : <code>{themeparksWikiId}</code>, null],
  ];
}

function classification(metadata: Ride['metadata']): string | null {
  if (metadata?.classificationSource == null) return null;
  const { classificationSource, classificationConfidence } = metadata;
  const source = wordText(classificationSource).toLowerCase();
  if (classificationConfidence === null) return `by ${source}`;
  return `by ${source}, confidence ${percentText(classificationConfidence * 100)}`;
}

function positionText(metadata: Ride['metadata']): string {
  if (metadata?.latitude == null || metadata.longitude === null) return UNKNOWN;
  return `${metadata.latitude.toFixed(5)}, ${metadata.longitude.toFixed(5)}`;
}
