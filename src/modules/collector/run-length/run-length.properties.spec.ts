import { Dice } from '../../../../test/support/dice.js';
import { queueObservation } from '../../../../test/support/observations.js';
import { RunTables } from '../../../../test/support/run-tables.js';
import { QUEUE_TYPES, RIDE_STATUSES, type QueueObservation } from '../../snapshots/observations.js';
import type { RebuiltObservation } from '../../../../test/support/expand-runs.js';
import type { RideObservation } from './observed-run.js';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 3, 15, 8, 0, 0, 137);
const MAX_HOLD_MS = 15 * MINUTE_MS;
const RIDES = [1, 2, 3, 4];

interface Answer {
  observedAtMs: number;
  observations: RideObservation[];
}

/** Rides whose values stay, change, come back, go and are stamped anew: few values, so that equal ones are frequent. */
class RestlessRides {
  private readonly states = new Map<number, RideObservation>();

  constructor(private readonly dice: Dice) {
    for (const rideId of RIDES) this.states.set(rideId, this.newState(rideId));
  }

  answer(observedAtMs: number): Answer {
    const observations = RIDES.flatMap((rideId) => {
      const state = this.move(this.states.get(rideId)!, observedAtMs);
      this.states.set(rideId, state);
      if (this.dice.below(9) === 0) return [];
      // a queue can be silent for one poll and come back with the same value
      return [{ ...state, queues: state.queues.filter(() => this.dice.below(8) > 0) }];
    });
    return { observedAtMs, observations };
  }

  private move(state: RideObservation, observedAtMs: number): RideObservation {
    const chance = this.dice.below(20);
    if (chance < 3) return { ...this.newState(state.rideId), lastUpdatedMs: state.lastUpdatedMs };
    if (chance < 5) return { ...state, lastUpdatedMs: Math.floor(observedAtMs / 1000) * 1000 };
    if (chance < 7) return { ...state, queues: this.newQueues() };
    return state;
  }

  private newState(rideId: number): RideObservation {
    const status = this.dice.pick([...RIDE_STATUSES, null]);
    const waitMinutes = this.dice.pick([null, 0, 5, 10]);
    const lastUpdatedMs = this.dice.pick([null, START_MS - 137, START_MS - 60_137]);
    return { rideId, status, waitMinutes, lastUpdatedMs, queues: this.newQueues() };
  }

  private newQueues(): QueueObservation[] {
    const types = QUEUE_TYPES.filter(() => this.dice.below(3) === 0);
    return types.map((queueType) =>
      queueObservation({
        queueType,
        waitMinutes: this.dice.pick([null, 5]),
        state: this.dice.pick([null, 'AVAILABLE', 'FINISHED']),
        priceMinor: this.dice.pick([null, 0, 1500]),
        returnStartMs: this.dice.pick([null, START_MS - 137]),
      }),
    );
  }
}

/** Every five minutes or so, with failed polls, gaps around and beyond the hold limit. */
function nextInstant(dice: Dice, afterMs: number): number {
  const chance = dice.below(20);
  if (chance === 0) return afterMs + dice.between(20, 300) * MINUTE_MS;
  if (chance === 1) return afterMs + MAX_HOLD_MS + dice.between(-1, 1);
  if (chance === 2) return afterMs + 1;
  return afterMs + dice.pick([5, 5, 5, 5, 10]) * MINUTE_MS + dice.between(-2_000, 2_000);
}

const inTime = ({ observedAtMs, observations }: Answer): RebuiltObservation[] =>
  observations.map((observation) => ({ observedAtMs, ...observation }));

/** A day or so of polls, some of which come again or too late. Returns what was taken. */
function pollRestlessly(dice: Dice, tables: RunTables): Answer[] {
  const rides = new RestlessRides(dice);
  const taken: Answer[] = [];
  let observedAtMs = START_MS;
  for (let cycle = 0; cycle < 120; cycle++) {
    const answer = rides.answer(observedAtMs);
    tables.poll(answer.observedAtMs, answer.observations);
    taken.push(answer);
    if (dice.below(6) === 0) {
      const again = dice.pick(taken);
      tables.poll(again.observedAtMs, again.observations);
    }
    if (dice.below(6) === 0) tables.poll(observedAtMs - dice.between(1, 30) * 1_000, rides.answer(0).observations);
    observedAtMs = nextInstant(dice, observedAtMs);
  }
  return taken;
}

describe('whatever is polled', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'every observation is rebuilt from the rows, field for field, and nothing else (seed %i)',
    (seed) => {
      const tables = new RunTables(MAX_HOLD_MS);
      const taken = pollRestlessly(new Dice(seed), tables);
      expect(tables.rebuild()).toEqual(taken.flatMap(inTime));
      // the data repeat themselves enough for this to be a test of runs, not of single rows
      expect(tables.snapshotRows.length).toBeLessThan(taken.flatMap(inTime).length * 0.7);
    },
  );

  it('no more rows are written than values, gaps and absences ask for', () => {
    const tables = new RunTables(MAX_HOLD_MS);
    const taken = pollRestlessly(new Dice(99), tables);
    let runs = 0;
    for (const rideId of RIDES) {
      taken.forEach((answer, index) => {
        const [now, before] = [answer, taken[index - 1]].map((each) => stateOf(each, rideId));
        const gapMs = answer.observedAtMs - (taken[index - 1]?.observedAtMs ?? -Infinity);
        if (now !== undefined && (now !== before || gapMs > MAX_HOLD_MS)) runs++;
      });
    }
    expect(tables.snapshotRows).toHaveLength(runs);
  });

  it('rows of the archive among the live ones change nothing of what polls saw', () => {
    const dice = new Dice(4);
    const tables = new RunTables(MAX_HOLD_MS);
    const rides = new RestlessRides(dice);
    const taken: Answer[] = [];
    let observedAtMs = START_MS;
    for (let cycle = 0; cycle < 200; cycle++) {
      const answer = rides.answer(observedAtMs);
      tables.poll(answer.observedAtMs, answer.observations);
      taken.push(answer);
      if (dice.below(4) === 0) importAround(dice, tables, observedAtMs);
      observedAtMs = nextInstant(dice, observedAtMs);
    }
    expect(tables.rebuild()).toEqual(taken.flatMap(inTime));
  });
});

function stateOf(answer: Answer | undefined, rideId: number): string | undefined {
  const observation = answer?.observations.find((each) => each.rideId === rideId);
  return observation && JSON.stringify({ ...observation, queues: [] });
}

/** At a millisecond of its own: an instant that both sources have belongs to the archive. */
function importAround(dice: Dice, tables: RunTables, observedAtMs: number): void {
  for (const rideId of RIDES.filter(() => dice.below(2) === 0)) {
    const recordedAtMs = Math.floor((observedAtMs + dice.between(-20, 20) * MINUTE_MS) / 1000) * 1000 + 0.5;
    const values = { status: dice.pick(RIDE_STATUSES), waitMinutes: 5, lastUpdatedMs: null };
    if (tables.snapshotRows.some((row) => row.rideId === rideId && row.recordedAtMs === recordedAtMs)) continue;
    tables.importRow({ rideId, recordedAtMs, observedUntilMs: null, dataSource: 'ARCHIVE', ...values });
  }
}
