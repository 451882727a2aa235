import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { changeMetadata, METADATA_KEY, RIDES_PER_PAGE, ridesToReview } from '../../../api/metadata-queries.js';
import { countText } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { parkNames } from '../../../parts/distinct-names.js';
import { Section } from '../../../parts/page.js';
import { Pager } from '../../../parts/Pager.js';
import { EmptyState, ErrorState, Loaded } from '../../../parts/states.js';
import { wordText } from '../../../parts/words.js';
import { METADATA_LISTS, type MetadataList, type MetadataSearch } from './metadata-search.js';
import { certaintyText, FIELD_TEXT, FIELDS, undoBody, valueText } from './metadata-text.js';

type Ride = Schemas['ReviewedRideView'];

interface RidesToReviewProps {
  search: MetadataSearch;
  parks: readonly Schemas['ParkCoverageView'][];
  onChange: (changed: Partial<Record<keyof MetadataSearch, unknown>>) => void;
}

const API_LIST = {
  classification: 'CLASSIFICATION',
  position: 'POSITION',
  type: 'TYPE',
  heights: 'HEIGHTS',
  overrides: 'OVERRIDES',
} as const satisfies Record<MetadataList, Schemas['MetadataReviewList']>;
const LIST_TEXT: Readonly<Record<MetadataList, string>> = {
  classification: 'Classification to review',
  position: 'Without a position',
  type: 'Without a type',
  heights: 'Heights not known',
  overrides: 'Set by hand',
};
const NOTE: Readonly<Record<MetadataList, string>> = {
  classification: 'Not classified, or only by a tag or a word in the name; the least certain first.',
  position: 'Positions come from the source; a synchronisation brings new ones.',
  type: 'Types come from the source; a synchronisation brings new ones.',
  heights: 'Attractions of which it is not known whether they require a height.',
  overrides: 'No synchronisation changes these values until they are given back to the source.',
};

/** The rides of a list, with the decisions that are made most often. */
export function RidesToReview({ search, parks, onChange }: RidesToReviewProps) {
  const { list = 'classification', park, page = 1 } = search;
  const query = useQuery(ridesToReview({ list: API_LIST[list], ...(park && { parkId: park }), page }));
  return (
    <Section
      title={LIST_TEXT[list]}
      note={NOTE[list]}
      actions={
        <div className="controls">
          <select
            className="select"
            aria-label="List"
            value={list}
            onChange={(event) => onChange({ list: event.target.value, page: undefined })}
          >
            {METADATA_LISTS.map((one) => (
              <option key={one} value={one}>
                {LIST_TEXT[one]}
              </option>
            ))}
          </select>
          <select
            className="select"
            aria-label="Park"
            value={park ?? ''}
            onChange={(event) =>
              onChange({ park: event.target.value === '' ? undefined : Number(event.target.value), page: undefined })
            }
          >
            <option value="">All parks</option>
            {[...parkNames(parks.map((one) => ({ ...one, name: one.parkName })))].map(([parkId, name]) => (
              <option key={parkId} value={parkId}>
                {name}
              </option>
            ))}
          </select>
        </div>
      }
    >
      <Loaded query={query} label="the rides" height={320}>
        {({ data, page: { total } }) => (
          <>
            <Rides
              rows={data}
              total={total}
              isClassification={list === 'classification'}
              onEdit={(ride) => onChange({ ride })}
            />
            <Pager
              label="Pages of rides"
              page={page}
              perPage={RIDES_PER_PAGE}
              total={total}
              onPage={(shown) => onChange({ page: shown })}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

interface RidesProps {
  rows: readonly Ride[];
  total: number;
  isClassification: boolean;
  onEdit: (rideId: number) => void;
}

const CLASSES = ['INDOOR', 'OUTDOOR', 'HYBRID'] as const;

function Rides({ rows, total, isClassification, onEdit }: RidesProps) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: METADATA_KEY });
  const undoing = useMutation({ mutationFn: changeMetadata, onSuccess: refresh });
  const classifying = useMutation({
    mutationFn: ({ ride, value }: { ride: Ride; value: (typeof CLASSES)[number] }) =>
      changeMetadata({ rideId: ride.rideId, body: { indoorOutdoor: value } }),
    onSuccess: () => {
      undoing.reset();
      refresh();
    },
  });
  const decided = classifying.isSuccess && !undoing.isSuccess ? classifying.variables : null;
  const undo = ({ ride }: { ride: Ride }) =>
    undoing.mutate({
      rideId: ride.rideId,
      body: undoBody('indoorOutdoor', { ...ride, manualFields: ride.overrides.map(({ field }) => field) }),
    });
  return (
    <>
      {classifying.isError && <ErrorState error={classifying.error} />}
      {undoing.isError && <ErrorState error={undoing.error} />}
      {decided && (
        <p role="status" className="decided">
          <span>{`${decided.ride.name} is set to ${wordText(decided.value).toLowerCase()}.`}</span>
          <button type="button" className="button" disabled={undoing.isPending} onClick={() => undo(decided)}>
            Undo
          </button>
        </p>
      )}
      <p className="note">{`${countText(total)} rides`}</p>
      {rows.length === 0 ? (
        <EmptyState title="There are no such rides">There is nothing to do here. Choose another list above.</EmptyState>
      ) : (
        <DataTable
          caption="Rides"
          rows={rows}
          keyOf={({ rideId }) => rideId}
          columns={[
            ...COLUMNS,
            {
              head: 'Decide',
              cell: (ride) => (
                <div className="decide">
                  {isClassification &&
                    CLASSES.map((value) => (
                      <button
                        key={value}
                        type="button"
                        className="button"
                        aria-label={`${ride.name}: ${wordText(value).toLowerCase()}`}
                        disabled={classifying.isPending}
                        onClick={() => classifying.mutate({ ride, value })}
                      >
                        {wordText(value)}
                      </button>
                    ))}
                  <button
                    type="button"
                    className="button"
                    aria-label={`Edit ${ride.name}`}
                    onClick={() => onEdit(ride.rideId)}
                  >
                    Edit
                  </button>
                </div>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

const COLUMNS: Column<Ride>[] = [
  {
    head: 'Ride',
    cell: ({ rideId, name, parkName }) => (
      <span className="target review-ride">
        <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
          {name}
        </Link>
        <span className="note">{parkName}</span>
      </span>
    ),
  },
  {
    head: 'Type',
    cell: ({ entityType }) => (entityType === null ? 'Unknown' : wordText(entityType)),
  },
  {
    head: 'Indoors or outdoors',
    cell: ({ indoorOutdoor, classificationSource, classificationConfidence }) => (
      <>
        {valueText('indoorOutdoor', indoorOutdoor)}
        <div className="note">{certaintyText(classificationSource, classificationConfidence)}</div>
      </>
    ),
  },
  {
    head: 'Heights',
    cell: ({ heightMinCm, heightMinUnaccompaniedCm, heightMaxCm }) =>
      [
        heightMinCm === null ? null : `from ${heightMinCm} cm`,
        heightMinUnaccompaniedCm === null ? null : `alone from ${heightMinUnaccompaniedCm} cm`,
        heightMaxCm === null ? null : `up to ${heightMaxCm} cm`,
      ]
        .filter((text) => text !== null)
        .join(', ') || '–',
  },
  {
    head: 'Set by hand',
    cell: ({ overrides }) =>
      overrides.length === 0
        ? '–'
        : FIELDS.flatMap((field) => overrides.filter((one) => one.field === field)).map(({ field, value, setAt }) => (
            <div key={field}>
              {`${FIELD_TEXT[field]}: ${valueText(field, value)}`}
              <span className="note">{` ${dayText(setAt.slice(0, 10))}`}</span>
            </div>
          )),
  },
];
