import type { LiveDetail } from '../../src/modules/collector/live-response/live-response.js';
import type { LiveDetailType } from '../../src/modules/snapshots/entities/entity-live-detail.entity.js';
import { parseLiveResponse } from '../../src/modules/collector/live-response/parse-live-response.js';
import { liveResponse, responseTo } from '../../src/tools/api-simulator/api-responses.js';
import { changedId, type FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import type { LiveDetails } from '../../src/tools/api-simulator/live-state.js';
import { type VisibleObservation, visibleObservations } from '../../src/tools/api-simulator/visible-entities.js';
import { buildSimWorld } from '../../src/tools/api-simulator/world-builder.js';

const OPTIONS = { seed: 11, destinations: 6, ridesPerDestination: 30 };
const START_MS = Date.UTC(2026, 6, 3, 0, 0);
const STEP_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

const world = buildSimWorld(OPTIONS);
const [first] = world.destinations;
const instants = (fromMs: number, hours: number, stepMs = STEP_MS) =>
  Array.from({ length: Math.floor((hours * HOUR_MS) / stepMs) }, (_, index) => fromMs + index * stepMs);
const url = (path: string) => new URL(`http://localhost/v1${path}`);
const truth = (nowMs: number, faults: FeedFault[] = [], id = first!.id) =>
  visibleObservations(world, id, nowMs, faults);
const response = (nowMs: number, faults: FeedFault[] = [], id = first!.id) =>
  JSON.parse(liveResponse(world, id, nowMs, faults)!) as {
    liveData: { id: string; name: string; lastUpdated: string }[];
  };

describe('the simulated world', () => {
  it('is the same for the same seed, and different for another', () => {
    const nowMs = START_MS + 17 * HOUR_MS;
    const responses = (seed: number) => {
      const made = buildSimWorld({ ...OPTIONS, seed });
      return made.destinations.map(({ id }) => liveResponse(made, id, nowMs));
    };
    expect(responses(11)).toEqual(responses(11));
    expect(responses(12)).not.toEqual(responses(11));
  });

  it('depends only on the instant, not on earlier requests', () => {
    const asked = instants(START_MS, 72, HOUR_MS);
    const forwards = asked.map((nowMs) => liveResponse(world, first!.id, nowMs));
    const fresh = buildSimWorld(OPTIONS);
    const backwards = asked.toReversed().map((nowMs) => liveResponse(fresh, first!.id, nowMs));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('returns exactly its truth in responses, field by field, over a day of every destination', () => {
    for (const { id } of world.destinations) {
      for (const nowMs of instants(START_MS, 26, 20 * 60_000)) {
        const parsed = parseLiveResponse(JSON.parse(liveResponse(world, id, nowMs)!), { observedAtMs: nowMs });
        expect(parsed.issues).toEqual([]);
        const read = parsed.observations.map(({ entity, details, ...data }) => ({
          ...data,
          ...{ entityId: entity.themeparksWikiId, name: entity.name, entityType: entity.entityType },
          ...{ parkId: entity.parkId, details: Object.fromEntries(details.map(typedDetail)) },
        }));
        expect(read).toEqual(truth(nowMs, [], id).map(asRead));
      }
    }
  });

  it('updates the timestamp of an entity whenever its data changes, and never backwards', () => {
    const stamps = new Map<string, { reported: string; lastUpdatedMs: number }>();
    let changes = 0;
    for (const nowMs of instants(START_MS, 48)) {
      for (const { entityId, lastUpdatedMs, observedAtMs, ...data } of truth(nowMs)) {
        const reported = JSON.stringify(data);
        const before = stamps.get(entityId);
        expect(lastUpdatedMs).toBeLessThanOrEqual(observedAtMs);
        if (before && before.reported === reported) expect(lastUpdatedMs).toBeGreaterThanOrEqual(before.lastUpdatedMs);
        if (before && before.reported !== reported) {
          expect(lastUpdatedMs).toBeGreaterThan(before.lastUpdatedMs);
          changes++;
        }
        stamps.set(entityId, { reported, lastUpdatedMs });
      }
    }
    expect(changes).toBeGreaterThan(1000);
  });

  it('has open days and closed nights in every time zone, with waits that rise and fall', () => {
    for (const { id, parks } of world.destinations) {
      const observed = instants(START_MS, 24, 30 * 60_000).map((nowMs) => {
        const rides = truth(nowMs, [], id).filter(({ entityType }) => entityType === 'ATTRACTION');
        const hour = Number(parks[0]!.clock.isoLocal(nowMs).slice(11, 13));
        const waits = rides.flatMap(({ waitMinutes }) => waitMinutes ?? []);
        return { hour, open: rides.filter(({ status }) => status === 'OPERATING').length / rides.length, waits };
      });
      const total = (hours: number[]) =>
        observed
          .filter(({ hour }) => hours.includes(hour))
          .flatMap(({ waits }) => waits)
          .reduce((sum, wait) => sum + wait, 0);
      expect(observed.filter(({ hour }) => hour === 4).every(({ open }) => open === 0)).toBe(true);
      expect(observed.filter(({ hour }) => hour === 13).every(({ open }) => open > 0.5)).toBe(true);
      expect(total([12, 13])).toBeGreaterThan(total([17, 18]) * 0.8);
    }
    const zones = new Set(world.destinations.map(({ entity }) => entity.clock.timezone));
    expect(zones.size).toBe(6);
  });

  it('keeps some parks open past midnight', () => {
    const fourthOfJulyMs = Date.UTC(2026, 6, 5, 4, 10);
    expect(
      truth(fourthOfJulyMs).some(({ status, waitMinutes }) => status === 'OPERATING' && waitMinutes !== null),
    ).toBe(true);
  });
});

describe('faults of the feed', () => {
  const noonMs = START_MS + 16 * HOUR_MS;
  const target = truth(noonMs).find(({ waitMinutes }) => waitMinutes !== null)!;
  const only = { entityIds: [target.entityId] };
  const ids = (nowMs: number, faults: FeedFault[]) => response(nowMs, faults).liveData.map(({ id }) => id);
  const children = (faults: FeedFault[]) => responseTo(world, url(`/entity/${first!.id}/children`), noonMs, faults)!;
  const entity = (id: string, faults: FeedFault[]) => responseTo(world, url(`/entity/${id}`), noonMs, faults);

  it('NO_DATA: missing from the live data, still listed, only in its time', () => {
    const faults: FeedFault[] = [{ kind: 'NO_DATA', ...only, fromMs: noonMs, untilMs: noonMs + HOUR_MS }];
    expect(ids(noonMs - 1, faults)).toContain(target.entityId);
    expect(ids(noonMs, faults)).not.toContain(target.entityId);
    expect(ids(noonMs + HOUR_MS, faults)).toContain(target.entityId);
    expect(children(faults)).toContain(target.entityId);
  });

  it('REMOVED_UPSTREAM: missing everywhere', () => {
    const faults: FeedFault[] = [{ kind: 'REMOVED_UPSTREAM', ...only }];
    expect(ids(noonMs, faults)).not.toContain(target.entityId);
    expect(children(faults)).not.toContain(target.entityId);
    expect(entity(target.entityId, faults)).toBeUndefined();
  });

  it('ID_CHANGED: the same ride under another id, the old one is 404', () => {
    const faults: FeedFault[] = [{ kind: 'ID_CHANGED', ...only, fromMs: noonMs }];
    const newId = changedId(target.entityId, noonMs);
    expect(response(noonMs, faults).liveData.find(({ id }) => id === newId)).toMatchObject({ name: target.name });
    expect(ids(noonMs, faults)).not.toContain(target.entityId);
    expect(children(faults)).toContain(newId);
    expect(JSON.parse(entity(newId, faults)!)).toMatchObject({ id: newId, name: target.name });
    expect(entity(target.entityId, faults)).toBeUndefined();
  });

  it('RENAMED: another name under the same id', () => {
    const faults: FeedFault[] = [{ kind: 'RENAMED', ...only, suffix: ' II' }];
    const { name } = response(noonMs, faults).liveData.find(({ id }) => id === target.entityId)!;
    expect(name).toBe(`${target.name} II`);
  });

  it('FROZEN: the state of an instant, timestamps included, for hours', () => {
    const faults: FeedFault[] = [
      { kind: 'FROZEN', destinationId: first!.id, fromMs: noonMs, entityIds: first!.live.map(({ id }) => id) },
    ];
    const later = response(noonMs + 6 * HOUR_MS, faults);
    expect(later).toEqual(response(noonMs));
    expect(response(noonMs + 6 * HOUR_MS)).not.toEqual(later);
  });

  it('TIMESTAMP_CHURN: a constant wait at night, under a fresh timestamp', () => {
    const faults: FeedFault[] = [{ kind: 'TIMESTAMP_CHURN', ...only, waitMinutes: 0 }];
    const nightMs = Date.UTC(2026, 6, 3, 8);
    const observed = instants(nightMs, 1, 10 * 60_000).map((nowMs) =>
      truth(nowMs, faults).find(({ entityId }) => entityId === target.entityId)!,
    );
    expect(new Set(observed.map(({ status, waitMinutes }) => `${status} ${waitMinutes}`))).toEqual(
      new Set(['OPERATING 0']),
    );
    for (const { observedAtMs, lastUpdatedMs } of observed) expect(observedAtMs - lastUpdatedMs).toBeLessThan(STEP_MS);
    expect(new Set(observed.map(({ lastUpdatedMs }) => lastUpdatedMs)).size).toBe(observed.length);
  });

  it('a share affects the same entities every time, and never the park', () => {
    const faults: FeedFault[] = [{ kind: 'NO_DATA', share: 0.5 }];
    const left = ids(noonMs, faults);
    expect(ids(noonMs + HOUR_MS, faults)).toEqual(left);
    const all = ids(noonMs, []);
    expect(left.length).toBeGreaterThan(all.length * 0.25);
    expect(left.length).toBeLessThan(all.length * 0.75);
    expect(left).toEqual(expect.arrayContaining(first!.parks.map(({ id }) => id)));
  });

  it('appear in the truth like in the responses', () => {
    const faults: FeedFault[] = [
      { kind: 'NO_DATA', share: 0.1 },
      { kind: 'REMOVED_UPSTREAM', share: 0.1 },
      { kind: 'ID_CHANGED', share: 0.2 },
      { kind: 'RENAMED', share: 0.2 },
      { kind: 'FROZEN', share: 0.3, fromMs: noonMs - 3 * HOUR_MS },
    ];
    const reported = response(noonMs, faults).liveData.map(({ id, name, lastUpdated }) => [
      id,
      name,
      Date.parse(lastUpdated),
    ]);
    expect(reported).toEqual(
      truth(noonMs, faults).map(({ entityId, name, lastUpdatedMs }) => [entityId, name, lastUpdatedMs]),
    );
    expect(reported).not.toEqual(
      truth(noonMs).map(({ entityId, name, lastUpdatedMs }) => [entityId, name, lastUpdatedMs]),
    );
  });
});

type WireSlot = Record<'type' | 'startTime', string> & { endTime: string | null };
const DETAIL_KEYS: Record<LiveDetailType, keyof LiveDetails> = {
  SHOWTIMES: 'showTimes',
  OPERATING_HOURS: 'operatingHours',
  DINING_AVAILABILITY: 'diningAvailability',
  FORECAST: 'forecast',
};

/** A detail as the collector reads it, in the words of the truth. */
function typedDetail({ detailType, json }: LiveDetail): [string, unknown] {
  const elements = JSON.parse(json) as Record<string, unknown>[];
  const typed = elements.map((element) => {
    if ('startTime' in element) {
      const { type, startTime, endTime } = element as WireSlot;
      return { type, startMs: Date.parse(startTime), endMs: endTime === null ? null : Date.parse(endTime) };
    }
    const { time, waitTime, ...rest } = element;
    return { ...rest, waitMinutes: waitTime, ...(typeof time === 'string' ? { atMs: Date.parse(time) } : {}) };
  });
  return [DETAIL_KEYS[detailType], typed];
}

/** The truth as a reader of the answer can know it: what is not there is absent. */
function asRead({ observedAtMs: _, hasStandby: __, details, ...observed }: VisibleObservation) {
  return { ...observed, details: Object.fromEntries(Object.entries(details).filter(([, detail]) => detail !== null)) };
}
