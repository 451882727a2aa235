import type { ObjectType } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { ParkSchedule, ParkSchedulePrice } from '../../catalog/entities/park-schedule.entity.js';
import { Destination, Park } from '../../catalog/entities/park.entity.js';
import { RideExternalId } from '../../catalog/entities/ride-external-id.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { EntityMetadata, EntityMetadataHistory } from '../../metadata/entity-metadata.entity.js';
import { entityColumns, pickedColumns } from './entity-columns.js';
import { catalogueColumn, type TableColumn, type TableDataset } from './table-dataset.js';

const PLAIN = { isMonthly: false, groupBy: null, packed: null, checksumOf: null, names: '' } as const;
const WITHOUT_PERIOD = { ...PLAIN, dateColumn: null } as const;
const [ride, alias, park] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(Park, 'p')];

const OF_PARK = pickedColumns(Park, 'p', { parkName: 'name' }).map(catalogueColumn);
const OF_RIDE = pickedColumns(Ride, 'r', { rideName: 'name', parkId: 'parkId' }).map(catalogueColumn);
const PARK_NAMES = `JOIN ${tableOf(Park)} p ON ${park.parkId} = s.park_id`;
const RIDE_NAMES = `JOIN ${tableOf(Ride)} r ON ${ride.rideId} = s.ride_id`;
const afterId = (names: readonly TableColumn[], [id, ...rest]: readonly TableColumn[]): TableColumn[] => [
  id!,
  ...names,
  ...rest,
];

export const DESTINATIONS: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'destinations',
  summary: 'a destination',
  columns: entityColumns(Destination, 's'),
  table: `${tableOf(Destination)} s`,
  owner: { kind: 'none', parkColumn: null },
  orderBy: 's.destination_id',
};

export const PARKS: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'parks',
  summary: 'a park',
  columns: entityColumns(Park, 's'),
  table: `${tableOf(Park)} s`,
  owner: { kind: 'none', parkColumn: 's.park_id' },
  orderBy: 's.park_id',
};

const CANONICAL: TableColumn = {
  ...pickedColumns(RideAlias, 'a', { canonicalRideId: 'rideId' })[0]!,
  sql: `COALESCE(${alias.rideId}, ${ride.rideId})`,
};

export const RIDES: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'rides',
  summary: 'a ride, show, restaurant or other entity of a park',
  columns: afterId([CANONICAL], entityColumns(Ride, 'r', { normalizedName: null })),
  table: `${tableOf(Ride)} r LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}`,
  owner: { kind: 'none', parkColumn: 'r.park_id' },
  orderBy: 'r.ride_id',
};

const text = (name: string, type: 'code' | 'name', meaning: string): TableColumn => ({
  name,
  type,
  nullable: false,
  of: 'row',
  sql: `x.${name}`,
  meaning: { unit: type === 'code' ? 'word' : '', text: meaning },
  isInFolder: true,
});

interface IdSource {
  kind: 'DESTINATION' | 'PARK' | 'RIDE';
  entityId: string;
  parkId: string;
  source: string;
  externalId: string;
  from: string;
}

/** Of one character set and collation, because the parts of a union may not differ in them. */
const comparable = (sql: string): string => `CONVERT(${sql} USING utf8mb4) COLLATE utf8mb4_bin`;

const idsOf = ({ kind, entityId, parkId, source, externalId, from }: IdSource): string =>
  `SELECT ${comparable(`'${kind}'`)} AS entityKind, ${entityId} AS entityId, CAST(${parkId} AS UNSIGNED) AS parkId,
          ${comparable(source)} AS source, ${comparable(externalId)} AS externalId
     FROM ${from} WHERE ${externalId} IS NOT NULL`;

const wikiIds = (kind: IdSource['kind'], entityId: string, parkId: string, entity: ObjectType<object>): string =>
  idsOf({
    ...{ kind, entityId, parkId, source: "'THEMEPARKS_WIKI'" },
    ...{ externalId: 'themeparks_wiki_id', from: tableOf(entity) },
  });

const ofRide = { kind: 'RIDE', entityId: 's.ride_id', parkId: 'r.park_id', externalId: 's.external_id' } as const;

/** UUIDs, the ids of other catalogues, and those that the metadata has. */
const EXTERNAL_IDS = [
  wikiIds('DESTINATION', 'destination_id', 'NULL', Destination),
  wikiIds('PARK', 'park_id', 'park_id', Park),
  wikiIds('RIDE', 'ride_id', 'park_id', Ride),
  idsOf({ ...ofRide, source: 's.source', from: `${tableOf(RideExternalId)} s ${RIDE_NAMES}` }),
  idsOf({ ...ofRide, source: "'OPERATOR'", from: `${tableOf(EntityMetadata)} s ${RIDE_NAMES}` }),
].join(' UNION ALL ');

export const EXTERNAL_ID_ROWS: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'external-ids',
  summary: 'an id that another system has for a destination, park or ride',
  columns: [
    text('entityKind', 'code', 'Kind of entity: `DESTINATION`, `PARK` or `RIDE`.'),
    { ...text('entityId', 'code', 'Internal id of the entity, of the kind named before.'), type: 'id' },
    { ...text('parkId', 'code', 'The park; null for a destination.'), type: 'id', nullable: true },
    text(
      'source',
      'code',
      'Whose id it is: `THEMEPARKS_WIKI` (a UUID), `OPERATOR` (of the metadata), or a source of `ride_external_ids`.',
    ),
    text('externalId', 'name', 'The id there.'),
  ],
  table: `(${EXTERNAL_IDS}) x`,
  owner: { kind: 'none', parkColumn: 'x.parkId' },
  orderBy: 'x.entityKind, x.entityId, x.source, x.externalId',
};

export const SCHEDULES: TableDataset = {
  ...PLAIN,
  name: 'schedules',
  summary: 'an interval of a published schedule, with when it was published and withdrawn',
  columns: afterId(OF_PARK, [
    ...pickedColumns(ParkSchedule, 's', { parkId: 'parkId' }),
    ...entityColumns(ParkSchedule, 's', { parkId: null }),
  ]),
  table: `${tableOf(ParkSchedule)} s`,
  names: PARK_NAMES,
  owner: { kind: 'park', column: 's.park_id' },
  dateColumn: 's.local_date',
  orderBy: 's.park_id, s.local_date, s.schedule_id',
};

export const SCHEDULE_PRICES: TableDataset = {
  ...SCHEDULES,
  name: 'schedule-prices',
  summary: 'a published price for a date, with when it was published and replaced',
  columns: afterId(OF_PARK, [
    ...pickedColumns(ParkSchedulePrice, 's', { parkId: 'parkId' }),
    ...entityColumns(ParkSchedulePrice, 's', { parkId: null }),
  ]),
  table: `${tableOf(ParkSchedulePrice)} s`,
  orderBy: 's.park_id, s.local_date, s.price_id',
};

export const METADATA: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'metadata',
  summary: 'the metadata of a ride, and what its classification is based on',
  columns: afterId(OF_RIDE, entityColumns(EntityMetadata, 's')),
  table: `${tableOf(EntityMetadata)} s`,
  names: RIDE_NAMES,
  owner: { kind: 'none', parkColumn: 'r.park_id' },
  orderBy: 's.ride_id',
};

export const METADATA_HISTORY: TableDataset = {
  ...WITHOUT_PERIOD,
  name: 'metadata-history',
  summary: 'a change of one field of the metadata of a ride, and its source',
  columns: afterId(OF_RIDE, [
    ...pickedColumns(EntityMetadataHistory, 's', { rideId: 'rideId' }),
    ...entityColumns(EntityMetadataHistory, 's', { rideId: null }),
  ]),
  table: `${tableOf(EntityMetadataHistory)} s`,
  names: RIDE_NAMES,
  owner: { kind: 'none', parkColumn: 'r.park_id' },
  orderBy: 's.ride_id, s.history_id',
};
