import { columnsOf } from '../../common/database/columns.js';
import { QueueCurrent, QueueData, RideCurrent, RideStatusSnapshot } from './entities/observation.entity.js';
import { QUEUE, SNAPSHOT } from './observation-columns.js';

const quoted = (names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).map(([property, name]) => [property, `\`${name}\``]));

describe('the columns of observations', () => {
  it.each([RideStatusSnapshot, RideCurrent])('have the names of the entity %p', (entity) => {
    expect(columnsOf<RideStatusSnapshot>(entity)).toEqual(quoted(SNAPSHOT));
  });

  it.each([QueueData, QueueCurrent])('have the names of the entity %p', (entity) => {
    expect(columnsOf<QueueData>(entity)).toEqual(quoted(QUEUE));
  });
});
