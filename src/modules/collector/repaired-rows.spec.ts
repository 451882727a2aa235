import { columnsOf, tableOf } from '../../common/database/columns.js';
import { QueueData, RideStatusSnapshot } from '../snapshots/entities/observation.entity.js';
import { CollectionRunDestination } from './collection-run.entity.js';
import { EntityLiveDetail } from '../snapshots/entities/entity-live-detail.entity.js';
import { DETAIL, RUN, RUN_TABLE, TABLES } from './repaired-rows.js';

const quoted = (name: string): string => `\`${name}\``;

describe('the rows that a repair of the clock keeps', () => {
  it('are named as in the entities', () => {
    expect(TABLES.map(({ table }) => quoted(table))).toEqual(
      [RideStatusSnapshot, QueueData, EntityLiveDetail].map((entity) => tableOf(entity)),
    );
    expect(columnsOf(EntityLiveDetail)).toEqual(
      Object.fromEntries(Object.entries(DETAIL).map(([property, name]) => [property, quoted(name)])),
    );
    expect(quoted(RUN_TABLE)).toBe(tableOf(CollectionRunDestination));
    expect(columnsOf(CollectionRunDestination)).toMatchObject(
      Object.fromEntries(Object.entries(RUN).map(([property, name]) => [property, quoted(name)])),
    );
  });
});
