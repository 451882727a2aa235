import { useQuery } from '@tanstack/react-query';
import { destinations, parks } from '../api/queries.js';
import type { PeriodSearch } from '../periods.js';
import { parkNames } from './distinct-names.js';

interface WithinFieldsProps {
  search: PeriodSearch;
  onChange: (changed: { destination?: number | undefined; park?: number | undefined }) => void;
}

/** All entries, or those of one destination or park. */
export function WithinFields({ search: { scope = 'rides', destination, park }, onChange }: WithinFieldsProps) {
  const allDestinations = useQuery(destinations()).data?.data ?? [];
  const allParks = useQuery(parks()).data?.data ?? [];
  const offered = allParks.filter((one) => destination === undefined || one.destinationId === destination);
  const names = parkNames(allParks);
  const idOf = (value: string) => (value === '' ? undefined : Number(value));
  return (
    <>
      <select
        className="select"
        aria-label="Destination"
        value={destination ?? ''}
        onChange={(event) => onChange({ destination: idOf(event.target.value), park: undefined })}
      >
        <option value="">All destinations</option>
        {allDestinations.map(({ destinationId, name }) => (
          <option key={destinationId} value={destinationId}>
            {name}
          </option>
        ))}
        {allDestinations.length > 0 && (
          <Unlisted id={destination} kind="Destination" ids={allDestinations.map((one) => one.destinationId)} />
        )}
      </select>
      {scope === 'rides' && (
        <select
          className="select"
          aria-label="Park"
          value={park ?? ''}
          onChange={(event) => onChange({ park: idOf(event.target.value) })}
        >
          <option value="">All parks</option>
          {offered.map(({ parkId }) => (
            <option key={parkId} value={parkId}>
              {names.get(parkId)}
            </option>
          ))}
          {allParks.length > 0 && (
            <Unlisted id={park} kind="Park" ids={offered.map(({ parkId }) => parkId)} name={names.get(park ?? 0)} />
          )}
        </select>
      )}
    </>
  );
}

interface UnlistedProps {
  id: number | undefined;
  kind: string;
  ids: readonly number[];
  name?: string | undefined;
}

/** A destination or park of the address that the list does not have: the field still names it. */
function Unlisted({ id, kind, ids, name }: UnlistedProps) {
  if (id === undefined || ids.includes(id)) return null;
  return <option value={id}>{name ?? `${kind} ${id}, which does not exist`}</option>;
}
