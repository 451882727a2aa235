import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { park, ride, type SearchHit } from '../../api/queries.js';
import { addDays, startOfDay } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { EntityPicker } from '../../parts/EntityPicker.js';
import { Page, Section } from '../../parts/page.js';
import { lastDays, PeriodFields } from '../../parts/PeriodFields.js';
import { EmptyState } from '../../parts/states.js';
import { useToday } from '../../parts/use-clock.js';
import { type Choice as Chosen, DATASET_TEXT, DATASETS } from './explore-data.js';
import { Download } from './Download.js';
import { Preview } from './Preview.js';
import './explore.css';

const route = getRouteApi('/explore');
const DEFAULT_DAYS = 7;

export function ExplorePage() {
  const { dataset = 'raw', format = 'parquet', ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: object) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), resetScroll: false });
  const chosenRide = useQuery({ ...ride(search.ride ?? 0), enabled: search.ride !== undefined });
  const chosenPark = useQuery({ ...park(search.park ?? 0), enabled: search.park !== undefined });
  const name = chosenRide.data?.name ?? chosenPark.data?.name;
  const timezone = chosenRide.data?.park.timezone ?? chosenPark.data?.timezone ?? null;
  const today = useToday(timezone);
  const period = {
    ...lastDays(DEFAULT_DAYS, addDays(today, -1)),
    ...(search.from && search.to ? { from: search.from, to: search.to } : {}),
  };
  const target = search.ride ? { rideId: search.ride } : search.park ? { parkId: search.park } : null;
  const choice: Chosen | null = target && {
    ...{ dataset, target },
    from: new Date(startOfDay(period.from, timezone)).toISOString(),
    to: new Date(startOfDay(addDays(period.to, 1), timezone)).toISOString(),
  };
  const onChoose = ({ kind, id }: SearchHit) =>
    change(kind === 'PARK' ? { park: id, ride: undefined } : { ride: id, park: undefined });
  return (
    <Page title="Explore" below="Look at the data itself, and take it with you">
      <div className="stack">
        <Section title="What" note={name && `${name}, days in the time zone of the park, ${timezone ?? 'UTC'}`}>
          <div className="stack">
            <EntityPicker label={name ? 'Another ride or park' : 'A ride or park'} onChoose={onChoose} />
            <Choice
              label="Data set"
              value={dataset}
              onChange={(value) => change({ dataset: value })}
              options={DATASETS.map((value) => ({ value, text: DATASET_TEXT[value] }))}
            />
            <PeriodFields period={period} today={today} onChange={change} />
          </div>
        </Section>
        {choice === null ? (
          <EmptyState title="Nothing is chosen yet">
            Type the name of a ride or a park above, and choose it from the list.
          </EmptyState>
        ) : (
          <>
            <Download
              choice={choice}
              period={period}
              timezone={timezone}
              format={format}
              onFormat={(value) => change({ format: value })}
            />
            <Preview choice={choice} timezone={timezone} />
          </>
        )}
      </div>
    </Page>
  );
}
