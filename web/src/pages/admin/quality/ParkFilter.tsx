import { useQuery } from '@tanstack/react-query';
import { parks } from '../../../api/queries.js';
import { parkNames } from '../../../parts/distinct-names.js';

interface ParkFilterProps {
  park: number | undefined;
  onChange: (park: number | undefined) => void;
}

/** All parks, or one. */
export function ParkFilter({ park, onChange }: ParkFilterProps) {
  const all = useQuery(parks()).data?.data ?? [];
  return (
    <select
      className="select"
      aria-label="Park"
      value={park ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
    >
      <option value="">All parks</option>
      {[...parkNames(all)].map(([parkId, name]) => (
        <option key={parkId} value={parkId}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** The time zones of the parks. */
export function useZones(): (parkId: number | null) => string | null {
  const all = useQuery(parks()).data?.data ?? [];
  const zones = new Map(all.map(({ parkId, timezone }) => [parkId, timezone]));
  return (parkId) => (parkId === null ? null : (zones.get(parkId) ?? null));
}
