import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { archiveDestinations } from '../../../api/import-queries.js';
import { destinations, parks } from '../../../api/queries.js';
import { plural } from '../../../format/numbers.js';
import { dayText, fullTimeText } from '../../../format/times.js';
import { EmptyState, ErrorState, Skeleton } from '../../../parts/states.js';
import type { ImportsSearch } from './import-views.js';

type Archived = Schemas['ArchiveDestinationView'];

interface Offered {
  destinationId: string;
  name: string;
  parks: readonly { parkId: number; name: string }[];
  note: string | null;
}

interface TargetFieldProps {
  source: Schemas['ImportSource'];
  destination: string | undefined;
  park: number | undefined;
  onChange: (changed: Pick<ImportsSearch, 'destination' | 'park'>) => void;
}

/** Everything, a destination or a park: of the archive's list, or of the catalogue for the History API. */
export function TargetField({ source, destination, park, onChange }: TargetFieldProps) {
  const { offered, error, retry } = useOffered(source);
  if (offered === undefined) return error === null ? <Skeleton height={66} /> : <ErrorState {...{ error, retry }} />;
  if (offered.length === 0) {
    return (
      <EmptyState title={source === 'ARCHIVE' ? 'The archive is empty' : 'The catalogue is empty'}>
        {source === 'ARCHIVE'
          ? 'ARCHIVE_SOURCE names the folder or bucket that is read; check that it is mounted.'
          : 'The History API needs the catalogue: run the job catalog-sync, or start the server with network access.'}
      </EmptyState>
    );
  }
  const chosen = offered.find(
    (one) => one.destinationId === destination || one.parks.some(({ parkId }) => parkId === park),
  );
  const choose = (value: string) => {
    const [kind, id] = value.split(' ') as [string, string?];
    onChange({ destination: kind === 'destination' ? id : undefined, park: kind === 'park' ? Number(id) : undefined });
  };
  return (
    <div className="option">
      <label className="control import-target">
        Destination or park
        <select className="select" value={valueOf(destination, park)} onChange={(event) => choose(event.target.value)}>
          <option value="all">{`Everything: ${plural(offered.length, 'destination')}`}</option>
          {offered.map((one) => (
            <optgroup key={one.destinationId} label={one.name}>
              <option value={`destination ${one.destinationId}`}>{`${one.name}, whole destination`}</option>
              {one.parks.map(({ parkId, name }) => (
                <option key={parkId} value={`park ${parkId}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen?.note && <p className="note">{chosen.note}</p>}
    </div>
  );
}

function valueOf(destination: string | undefined, park: number | undefined): string {
  if (park !== undefined) return `park ${park}`;
  return destination === undefined ? 'all' : `destination ${destination}`;
}

function useOffered(source: Schemas['ImportSource']) {
  const isArchive = source === 'ARCHIVE';
  const archive = useQuery({ ...archiveDestinations(), enabled: isArchive });
  const allDestinations = useQuery({ ...destinations(), enabled: !isArchive });
  const allParks = useQuery({ ...parks(), enabled: !isArchive });
  const used = isArchive ? [archive] : [allDestinations, allParks];
  return {
    offered: isArchive ? archive.data?.data.map(ofArchive) : ofCatalogue(allDestinations.data, allParks.data),
    error: used.find(({ isError }) => isError)?.error ?? null,
    retry: () => used.forEach((query) => void query.refetch()),
  };
}

function ofArchive({ destinationId, name, parks: known, files, firstDay, lastDay, lastImport }: Archived): Offered {
  const extent = `The archive has ${plural(files, 'file')}, ${dayText(firstDay)} – ${dayText(lastDay)}.`;
  const before = lastImport === null ? 'Never imported.' : `Last import: ${fullTimeText(lastImport.createdAt, 'UTC')}.`;
  return {
    ...{ destinationId, parks: known, name: name ?? `Destination ${destinationId.slice(0, 8)}` },
    note: files === 0 ? 'The archive has no file of it.' : `${extent} ${before}`,
  };
}

function ofCatalogue(
  found: { data: Schemas['DestinationView'][] } | undefined,
  allParks: { data: Schemas['ParkNowView'][] } | undefined,
): Offered[] | undefined {
  if (found === undefined || allParks === undefined) return undefined;
  return found.data.map(({ destinationId, themeparksWikiId, name }) => ({
    ...{ destinationId: themeparksWikiId, name, note: null },
    parks: allParks.data.filter((park) => park.destinationId === destinationId && park.themeparksWikiId !== null),
  }));
}
