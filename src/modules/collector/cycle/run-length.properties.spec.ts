import { SeededRandom } from '../../../../test/support/seeded-random.js';
import { queueObservation } from '../../../../test/support/observations.js';
import { SpanTables } from '../../../../test/support/span-tables.js';
import { QUEUE_TYPES, RIDE_STATUSES, type QueueObservation } from '../../snapshots/observations.js';
import type { RebuiltObservation } from '../../../../test/support/expand-spans.js';
import type { RideObservation } from './span-rule.js';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 15, 8, 0, 0, 137);
const MAX_CARRY_FORWARD_MS = 15 * MINUTE_MS;
const RIDES = [1, 2, 3, 4];

interface ResponseBody {
  observedAtMs: number;
  observations: RideObservation[];
}

/** Rides whose values stay, change, come back, go and are stamped anew: few values, so that equal ones are frequent. */
class RestlessRides {
  private readonly states = new Map<number, RideObservation>();

  constructor(private readonly random: SeededRandom) {
    for (const rideId of RIDES) this.states.set(rideId, this.newState(rideId));
  }

  response(observedAtMs: number): ResponseBody {
    const observations = RIDES.flatMap((rideId) => {
      const state = this.move(this.states.get(rideId)!, observedAtMs);
      this.states.set(rideId, state);
      if (this.random.below(9) === 0) return [];
      // a queue can be silent for one poll and come back with the same value
      return [{ ...state, queues: state.queues.filter(() => this.random.below(8) > 0) }];
    });
    return { observedAtMs, observations };
  }

  private move(state: RideObservation, observedAtMs: number): RideObservation {
    const chance = this.random.below(20);
    if (chance < 3) return { ...this.newState(state.rideId), lastUpdatedMs: state.lastUpdatedMs };
    if (chance < 5) return { ...state, lastUpdatedMs: Math.floor(observedAtMs / 1000) * 1000 };
    if (chance < 7) return { ...state, queues: this.newQueues() };
    return state;
  }

  private newState(rideId: number): RideObservation {
    const status = this.random.pick([...RIDE_STATUSES, null]);
    const waitMinutes = this.random.pick([null, 0, 5, 10]);
    const lastUpdatedMs = this.random.pick([null, START_MS - 137, START_MS - 60_137]);
    return { rideId, status, waitMinutes, lastUpdatedMs, queues: this.newQueues() };
  }

  private newQueues(): QueueObservation[] {
    const types = QUEUE_TYPES.filter(() => this.random.below(3) === 0);
    return types.map((queueType) =>
      queueObservation({
        queueType,
        waitMinutes: this.random.pick([null, 5]),
        state: this.random.pick([null, 'AVAILABLE', 'FINISHED']),
        priceMinor: this.random.pick([null, 0, 1500]),
        returnStartMs: this.random.pick([null, START_MS - 137]),
      }),
    );
  }
}

/** Every five minutes or so, with failed polls, gaps around and beyond the carry-forward limit. */
function nextInstant(random: SeededRandom, afterMs: number): number {
  const chance = random.below(20);
  if (chance === 0) return afterMs + random.between(20, 300) * MINUTE_MS;
  if (chance === 1) return afterMs + MAX_CARRY_FORWARD_MS + random.between(-1, 1);
  if (chance === 2) return afterMs + 1;
  return afterMs + random.pick([5, 5, 5, 5, 10]) * MINUTE_MS + random.between(-2_000, 2_000);
}

const inTime = ({ observedAtMs, observations }: ResponseBody): RebuiltObservation[] =>
  observations.map((observation) => ({ observedAtMs, ...observation }));

/** A day or so of polls, some of which come again or too late. Returns what was taken. */
function pollRestlessly(random: SeededRandom, tables: SpanTables): ResponseBody[] {
  const rides = new RestlessRides(random);
  const taken: ResponseBody[] = [];
  let observedAtMs = START_MS;
  for (let cycle = 0; cycle < 120; cycle++) {
    const response = rides.response(observedAtMs);
    tables.poll(response.observedAtMs, response.observations);
    taken.push(response);
    if (random.below(6) === 0) {
      const again = random.pick(taken);
      tables.poll(again.observedAtMs, again.observations);
    }
    if (random.below(6) === 0)
      tables.poll(observedAtMs - random.between(1, 30) * 1_000, rides.response(0).observations);
    observedAtMs = nextInstant(random, observedAtMs);
  }
  return taken;
}

describe('whatever is polled', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'every observation is rebuilt from the rows, field for field, and nothing else (seed %i)',
    (seed) => {
      const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
      const taken = pollRestlessly(new SeededRandom(seed), tables);
      expect(tables.rebuild()).toEqual(taken.flatMap(inTime));
      // the data repeat themselves enough for this to be a test of runs, not of single rows
      expect(tables.snapshotRows.length).toBeLessThan(taken.flatMap(inTime).length * 0.7);
    },
  );

  it('writes only as many rows as values, gaps and absences need', () => {
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    const taken = pollRestlessly(new SeededRandom(99), tables);
    let runs = 0;
    for (const rideId of RIDES) {
      taken.forEach((response, index) => {
        const [now, before] = [response, taken[index - 1]].map((each) => stateOf(each, rideId));
        const gapMs = response.observedAtMs - (taken[index - 1]?.observedAtMs ?? -Infinity);
        if (now !== undefined && (now !== before || gapMs > MAX_CARRY_FORWARD_MS)) runs++;
      });
    }
    expect(tables.snapshotRows).toHaveLength(runs);
  });

  it('keeps what polls observed, despite archive rows among the live ones', () => {
    const random = new SeededRandom(4);
    const tables = new SpanTables(MAX_CARRY_FORWARD_MS);
    const rides = new RestlessRides(random);
    const taken: ResponseBody[] = [];
    let observedAtMs = START_MS;
    for (let cycle = 0; cycle < 200; cycle++) {
      const response = rides.response(observedAtMs);
      tables.poll(response.observedAtMs, response.observations);
      taken.push(response);
      if (random.below(4) === 0) importAround(random, tables, observedAtMs);
      observedAtMs = nextInstant(random, observedAtMs);
    }
    expect(tables.rebuild()).toEqual(taken.flatMap(inTime));
  });
});

function stateOf(response: ResponseBody | undefined, rideId: number): string | undefined {
  const observation = response?.observations.find((each) => each.rideId === rideId);
  return observation && JSON.stringify({ ...observation, queues: [] });
}

/** At a millisecond of its own: an instant that both sources have belongs to the archive. */
function importAround(random: SeededRandom, tables: SpanTables, observedAtMs: number): void {
  for (const rideId of RIDES.filter(() => random.below(2) === 0)) {
    const recordedAtMs = Math.floor((observedAtMs + random.between(-20, 20) * MINUTE_MS) / 1000) * 1000 + 0.5;
    const values = { status: random.pick(RIDE_STATUSES), waitMinutes: 5, lastUpdatedMs: null };
    if (tables.snapshotRows.some((row) => row.rideId === rideId && row.recordedAtMs === recordedAtMs)) continue;
    tables.importRow({ rideId, recordedAtMs, lastConfirmedAtMs: null, dataSource: 'ARCHIVE', ...values });
  }
}
