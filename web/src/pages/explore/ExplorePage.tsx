import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { park, ride, type SearchHit } from '../../api/queries.js';
import { addDays, monthText, startOfDay } from '../../format/times.js';
import { EntityPicker } from '../../parts/EntityPicker.js';
import { Page, Section } from '../../parts/page.js';
import { isReversed, lastDays, type Period } from '../../parts/period.js';
import { PeriodFields, ReversedPeriod } from '../../parts/PeriodFields.js';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.js';
import { useToday } from '../../parts/use-clock.js';
import { searchChange } from '../../parts/search-change.js';
import { Download } from './Download.js';
import {
  type Choice,
  type Dataset,
  DATASET_FACTS,
  DATASETS,
  daysOfMonth,
  monthOf,
  monthsUntil,
} from './explore-data.js';
import { Preview } from './Preview.js';
import './explore.css';

const route = getRouteApi('/explore');
const DEFAULT_DAYS = 7;

interface Target {
  name: string;
  timezone: string | null;
  parkId: number;
  rideId?: number;
  parkName: string;
}

export function ExplorePage() {
  const { dataset = 'raw', format = 'parquet', ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = searchChange(navigate);
  const { target, error, isLoading } = useTarget(search);
  const today = useToday(target?.timezone ?? null);
  const period = {
    ...lastDays(DEFAULT_DAYS, addDays(today, -1)),
    ...(search.from && search.to ? { from: search.from, to: search.to } : {}),
  };
  const hasReversed = DATASET_FACTS[dataset].by !== 'nothing' && isReversed(period);
  const onChoose = ({ kind, id }: SearchHit) =>
    change(kind === 'PARK' ? { park: id, ride: undefined } : { ride: id, park: undefined });
  return (
    <Page title="Explore" below="Look at the data itself, and take it with you">
      <div className="stack">
        <Section title="What" note={target && noteOf(target, dataset)}>
          <div className="stack">
            <EntityPicker label={target ? 'Another ride or park' : 'A ride or park'} onChoose={onChoose} />
            <div className="controls">
              <DatasetField dataset={dataset} onChange={(value) => change({ dataset: value })} />
              {DATASET_FACTS[dataset].by !== 'nothing' && (
                <>
                  <MonthField period={period} today={today} onChange={change} />
                  <PeriodFields period={period} today={today} onChange={change} />
                </>
              )}
            </div>
          </div>
        </Section>
        {error !== null && <ErrorState error={error} />}
        {isLoading && <Skeleton height={420} />}
        {target && hasReversed && <ReversedPeriod period={period} />}
        {target && !hasReversed && (
          <>
            <Download
              {...{ choice: choiceOf(dataset, target, period), timezone: target.timezone, format }}
              onFormat={(value) => change({ format: value })}
            />
            <Preview choice={choiceOf(dataset, target, period)} />
          </>
        )}
        {!target && !isLoading && error === null && (
          <EmptyState title="Nothing is chosen yet">
            Type the name of a ride or a park above, and choose it from the list.
          </EmptyState>
        )}
      </div>
    </Page>
  );
}

/** The ride or park of the address, with its park and time zone. */
function useTarget(search: { ride?: number; park?: number }) {
  const chosenRide = useQuery({ ...ride(search.ride ?? 0), enabled: search.ride !== undefined });
  const chosenPark = useQuery({
    ...park(search.park ?? 0),
    enabled: search.ride === undefined && search.park !== undefined,
  });
  const [of, within] = [chosenRide.data, chosenPark.data];
  const target: Target | null = of
    ? { name: of.name, rideId: of.rideId, parkId: of.park.parkId, parkName: of.park.name, timezone: of.park.timezone }
    : within
      ? { name: within.name, parkId: within.parkId, parkName: within.name, timezone: within.timezone }
      : null;
  const isLoading = chosenRide.isLoading || chosenPark.isLoading;
  return { target, error: chosenRide.error ?? chosenPark.error, isLoading };
}

function noteOf({ name, parkName, rideId, timezone }: Target, dataset: Dataset): string {
  const isOfPark = rideId === undefined || DATASET_FACTS[dataset].of === 'park';
  const whose = isOfPark ? parkName : `${name} (${parkName})`;
  return `${whose}, days in the time zone of the park, ${timezone ?? 'UTC'}`;
}

function choiceOf(dataset: Dataset, { parkId, rideId, timezone }: Target, period: Period): Choice {
  return {
    ...{ dataset, period, target: rideId === undefined ? { parkId } : { parkId, rideId } },
    from: new Date(startOfDay(period.from, timezone)).toISOString(),
    to: new Date(startOfDay(addDays(period.to, 1), timezone)).toISOString(),
  };
}

function DatasetField({ dataset, onChange }: { dataset: Dataset; onChange: (dataset: Dataset) => void }) {
  return (
    <label className="control">
      Data set
      <select className="select" value={dataset} onChange={(event) => onChange(event.target.value as Dataset)}>
        {DATASETS.map((value) => (
          <option key={value} value={value}>
            {DATASET_FACTS[value].text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface MonthFieldProps {
  period: Period;
  today: string;
  onChange: (period: Period) => void;
}

/** About as far back as archives reach; the fields beside it reach further. */
const YEARS = 8;

/** A whole month at once. */
function MonthField({ period, today, onChange }: MonthFieldProps) {
  const shown = monthOf(period, today);
  const years = monthsUntil(today, YEARS);
  const isListed = years.some(([, months]) => months.includes(shown));
  return (
    <label className="control">
      Month
      <select className="select" value={shown} onChange={(event) => onChange(daysOfMonth(event.target.value, today))}>
        {/* Shows that the fields have another period than one month; cannot be chosen. */}
        <option value="" disabled>
          Other days
        </option>
        {shown !== '' && !isListed && <option value={shown}>{monthText(shown)}</option>}
        {years.map(([year, months]) => (
          <optgroup key={year} label={year}>
            {months.map((month) => (
              <option key={month} value={month}>
                {monthText(month)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
