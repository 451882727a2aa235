import fc from 'fast-check';
import { archiveEvent, parseEvents } from '../support/archive-event.js';
import { jsonGarbage } from '../support/json-garbage.js';
import { liveEntry, parseEntries } from '../support/live-response.js';
import { QUEUE_TYPES } from '../../src/modules/snapshots/observations.js';
import { contentOfArchive, contentOfLive, without } from './observed-content.js';

const QUEUE_FIELDS = [
  'waitTime', 'state', 'returnStart', 'returnEnd', 'price', 'allocationStatus', 'currentGroup', 'currentGroupStart',
  'currentGroupEnd', 'nextAllocationTime', 'estimatedWait',
]; // prettier-ignore
const PRICE_TEXTS = ['Unknown', '¥0', '$0.00', '無料', 'Gratuit', '—', '', null, 'TBD', '¥1,500'];

const price = fc.record({
  amount: fc.oneof(fc.constantFrom(0, 1500, null, '0'), jsonGarbage),
  currency: fc.constantFrom('USD', 'JPY', null),
  formatted: fc.constantFrom(...PRICE_TEXTS),
});
const instant = fc.constantFrom(
  '2026-04-15T14:10:00',
  '2026-11-01T10:00:00',
  '2026-04-15T14:10:00-04:00',
  null,
  'soon',
);
const queueFields = fc.dictionary(fc.constantFrom(...QUEUE_FIELDS), fc.oneof(price, instant, jsonGarbage));
const queueKey = fc.constantFrom(...QUEUE_TYPES, 'standby', 'singleRider', 'TELEPORT');
const queue = fc.oneof(
  fc.dictionary(queueKey, fc.oneof({ weight: 4, arbitrary: queueFields }, jsonGarbage)),
  fc.array(
    fc.oneof(
      fc.tuple(queueKey, queueFields).map(([queueType, fields]) => ({ queueType, ...fields })),
      jsonGarbage,
    ),
  ),
  jsonGarbage,
);
const state = fc.record({ status: fc.oneof(fc.constantFrom('OPERATING', 'DOWN', 'closed'), jsonGarbage), queue });

/** Fields of the two sources by one name. */
const place = (field: string): string => field.replace(/^data\./, '').replace(/^event$/, 'entity');

describe('the readers of live data and the archive', () => {
  it('return the same values and notes for the same content', () => {
    fc.assert(
      fc.property(state, (generated) => {
        const { status, queue: queues } = JSON.parse(JSON.stringify(generated)) as typeof generated;
        const live = parseEntries(liveEntry({ status, queue: queues }));
        const file = parseEvents([archiveEvent({ data: { status, queue: queues } })]);
        const ofSource = /^entity\.|^lastUpdatedMs$|^recordedAtMs$/;
        expect(without(contentOfArchive(file), ofSource)).toEqual(
          without(contentOfLive(live.observations[0]!), ofSource),
        );
        const liveNotes = live.issues.map(({ reason, field }) => `${reason} ${field}`);
        const archiveNotes = file.issues.flatMap(({ reason, field, count }) =>
          Array<string>(count).fill(`${reason} ${place(field)}`),
        );
        expect(archiveNotes.sort()).toEqual(liveNotes.sort());
      }),
      { numRuns: 1_500, seed: 20_260_816 },
    );
  });
});
