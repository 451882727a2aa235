import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { responseTo } from '../../src/tools/api-simulator/api-responses.js';
import { buildSimWorld } from '../../src/tools/api-simulator/world-builder.js';
import { shapeOf } from '../support/json-shape.js';

const RECORDED = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'wiki-api');
const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 3, 15, 16);

const world = buildSimWorld({ seed: 7, destinations: 6, ridesPerDestination: 40 });
const url = (path: string) => new URL(`http://localhost/v1${path}`);
const response = (path: string, nowMs = NOON_MS): unknown => JSON.parse(responseTo(world, url(path), nowMs, [])!);
const parks = world.destinations.flatMap((destination) => destination.parks);
const days = Array.from({ length: 24 }, (_, hour) => NOON_MS + hour * HOUR_MS);

/** Answers in which everything that can be there is there. */
const SIMULATED: Record<string, unknown[]> = {
  destinations: [response('/destinations')],
  entity: parks.map(({ id }) => response(`/entity/${id}`)),
  children: parks.map(({ id }) => response(`/entity/${id}/children`)),
  live: days.flatMap((nowMs) => parks.map(({ id }) => response(`/entity/${id}/live`, nowMs))),
  schedule: parks.map(({ id }) => response(`/entity/${id}/schedule`)),
};

/** What the API documents and the recorded answers happen not to show. */
const DOCUMENTED: Record<string, RegExp> = {
  destinations: /^$/,
  entity: /^$/,
  children: /^children\[\]\.location: null$/,
  live: new RegExp(
    [
      'liveData\\[\\]\\.queue\\.(SINGLE_RIDER|PAID_STANDBY|BOARDING_GROUP)\\b.*',
      'liveData\\[\\]\\.queue\\.STANDBY\\.waitTime: integer',
      'liveData\\[\\]\\.queue\\.(PAID_)?RETURN_TIME\\.(state|returnStart|returnEnd): (null|local instant)',
      'liveData\\[\\]\\.queue\\.PAID_RETURN_TIME\\.price(\\.amount)?: null',
      'liveData\\[\\]\\.showtimes\\[\\]\\.endTime: null',
      'liveData\\[\\]\\.diningAvailability\\b.*',
    ]
      .map((line) => `^${line}$`)
      .join('|'),
  ),
  schedule: /^schedule\[\]\.purchases\[\]\.price\.amount: null$/,
};

/** A park of the recorded answer has places with pointsOfInterest that are empty, so their elements have no shape. */
const lines = (values: readonly unknown[]) =>
  [...shapeOf(values)].flatMap(([path, types]) => [...types].map((type) => `${path}: ${type}`));
/** A coordinate may happen to be a whole number, and a zero is no other type than a wait. */
const withoutFractions = (line: string) => line.replace(/(latitude|longitude): integer$/, '$1: fraction');

describe.each(Object.keys(SIMULATED))('the answer of %s', (name) => {
  const path = join(RECORDED, `${name}.json`);
  const recorded = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined;
  if (recorded === undefined) console.info(`no ${path}: the format of ${name} is not compared`);

  it('has every field of the recorded one, with all the types that it has there', () => {
    if (recorded === undefined) return;
    const simulated = new Set(lines(SIMULATED[name]!).map(withoutFractions));
    expect(lines([recorded]).filter((line) => !simulated.has(line))).toEqual([]);
  });

  it('has no field or type beyond the recorded and the documented ones', () => {
    if (recorded === undefined) return;
    const known = new Set(lines([recorded]));
    const more = lines(SIMULATED[name]!).map(withoutFractions);
    expect(more.filter((line) => !known.has(line) && !DOCUMENTED[name]!.test(line))).toEqual([]);
  });

  it('has its fields in the order of the recorded one', () => {
    if (recorded === undefined) return;
    const order = Object.keys(recorded as object);
    for (const simulated of SIMULATED[name]!) expect(Object.keys(simulated as object)).toEqual(order);
  });
});

describe('the live response', () => {
  interface Entry extends Record<string, unknown> {
    id: string;
    entityType: string;
    parkId: string | null;
    status: string;
    queue?: Record<string, Record<string, unknown>>;
  }
  const liveOf = (id: string, nowMs: number) =>
    (response(`/entity/${id}/live`, nowMs) as { liveData: Entry[] }).liveData;
  const all = world.destinations.flatMap(({ id }) => days.flatMap((nowMs) => liveOf(id, nowMs)));

  it('contains the park itself, and hotels that belong to none', () => {
    for (const { id, parks: own } of world.destinations) {
      const entries = liveOf(id, NOON_MS);
      for (const park of own) expect(entries.find((entry) => entry.id === park.id)).toMatchObject({ parkId: null });
      expect(entries.some(({ entityType, parkId }) => entityType === 'HOTEL' && parkId === null)).toBe(true);
    }
  });

  it('shows in a day every status, queue, state and kind of price', () => {
    const queues = all.flatMap(({ queue }) => Object.entries(queue ?? {}));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['OPERATING', 'DOWN', 'CLOSED', 'REFURBISHMENT']));
    expect(new Set(queues.map(([type]) => type))).toEqual(
      new Set(['STANDBY', 'SINGLE_RIDER', 'RETURN_TIME', 'PAID_RETURN_TIME', 'BOARDING_GROUP', 'PAID_STANDBY']),
    );
    const reported = (key: string) => new Set(queues.flatMap(([, queue]) => (key in queue ? [queue[key]] : [])));
    expect(reported('state')).toEqual(new Set(['AVAILABLE', 'TEMP_FULL', 'FINISHED', null]));
    expect(reported('allocationStatus')).toEqual(new Set(['AVAILABLE', 'PAUSED', 'CLOSED']));
    const prices = new Set([...reported('price')].map((price) => JSON.stringify(price)));
    expect(prices).toContain('null');
    expect([...prices].some((price) => /^\{"amount":null,"currency":"[A-Z]{3}"\}$/.test(price))).toBe(true);
    expect([...prices].some((price) => price.includes('"amount":0,'))).toBe(true);
    expect([...prices].some((price) => /^\{"amount":(\d+),"currency":"JPY","formatted":"¥\1"\}$/.test(price))).toBe(
      true,
    );
  });

  it('has the same keys in the order of the real API', () => {
    const order = [
      ...['id', 'name', 'entityType', 'parkId', 'externalId', 'queue', 'status', 'forecast', 'showtimes'],
      ...['operatingHours', 'diningAvailability', 'lastUpdated'],
    ];
    for (const entry of all) {
      expect(Object.keys(entry)).toEqual(order.filter((key) => key in entry));
    }
  });
});

describe('other responses', () => {
  it('give attractions their tags, with heights in two units and as objects', () => {
    const tagged = world.destinations
      .flatMap(({ descendants }) => descendants)
      .map(({ id }) => response(`/entity/${id}`) as { tags?: { tag: string; tagName: string; value?: unknown }[] });
    const tags = tagged.flatMap(({ tags: own }) => own ?? []);
    const heights = tags.filter(({ tag }) => tag === 'MINIMUM_HEIGHT').map(({ value }) => value as { unit: string });
    expect(new Set(heights.map(({ unit }) => unit))).toEqual(new Set(['cm', 'in']));
    expect(new Set(tags.map(({ tag }) => tag))).toEqual(
      new Set([
        ...['LOCATION', 'PAID_RETURN_TIME', 'SINGLE_RIDER', 'MINIMUM_HEIGHT', 'MINIMUM_HEIGHT_UNACCOMPANIED'],
        ...['MAXIMUM_HEIGHT', 'MAY_GET_WET', 'UNSUITABLE_PREGNANT', 'ONRIDE_PHOTO', 'CHILD_SWAP'],
      ]),
    );
    for (const { tag, tagName } of tags) expect([typeof tag, typeof tagName]).toEqual(['string', 'string']);
  });

  it('list all descendants of a destination: parks and hotels under it, the rest under their park', () => {
    const [destination] = world.destinations;
    const { children } = response(`/entity/${destination!.id}/children`) as {
      children: { id: string; entityType: string; parentId: string }[];
    };
    const parkIds = new Set(destination!.parks.map(({ id }) => id));
    for (const { entityType, parentId } of children) {
      if (['PARK', 'HOTEL'].includes(entityType)) expect(parentId).toBe(destination!.id);
      else expect(parkIds.has(parentId)).toBe(true);
    }
    expect(new Set(children.map(({ entityType }) => entityType))).toEqual(
      new Set(['PARK', 'ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL']),
    );
  });

  interface SemaphoreSlot {
    date: string;
    type: string;
    openingTime: string;
    closingTime: string;
  }
  const scheduleOf = (path: string, nowMs?: number) =>
    (response(path, nowMs) as { schedule: SemaphoreSlot[] }).schedule;

  it('schedule several entries per date and type, all types there are, and hours past midnight', () => {
    const slots = parks.flatMap(({ id }) =>
      ['04', '05', '06', '07'].flatMap((m) => scheduleOf(`/entity/${id}/schedule/2026/${m}`)),
    );
    expect(new Set(slots.map(({ type }) => type))).toEqual(
      new Set(['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO']),
    );
    expect(slots.some(({ date, closingTime }) => closingTime.slice(0, 10) > date)).toBe(true);
    const perPark = parks.map(({ id }) =>
      scheduleOf(`/entity/${id}/schedule/2026/04`).map(({ date, type }) => `${date} ${type}`),
    );
    expect(perPark.some((keys) => new Set(keys).size < keys.length)).toBe(true);
  });

  it('schedule the next thirty local days, or a month, and the parks of a destination', () => {
    const dates = scheduleOf(`/entity/${parks[0]!.id}/schedule`).map(({ date }) => date);
    expect([dates[0], dates.at(-1)]).toEqual(['2026-04-15', '2026-05-15']);
    const february = scheduleOf(`/entity/${parks[0]!.id}/schedule/2028/02`).map(({ date }) => date);
    expect([february[0], february.at(-1)]).toEqual(['2028-02-01', '2028-02-29']);
    const { parks: own } = response(`/entity/${world.destinations[0]!.id}/schedule`) as { parks: { id: string }[] };
    expect(own.map(({ id }) => id)).toEqual(world.destinations[0]!.parks.map(({ id }) => id));
  });

  it('publish the final hours shortly before a day', () => {
    const published = (nowMs: number) =>
      parks
        .flatMap(({ id }) => scheduleOf(`/entity/${id}/schedule/2026/05`, nowMs))
        .map((slot) => JSON.stringify(slot));
    const early = published(NOON_MS);
    const later = published(NOON_MS + 20 * 24 * HOUR_MS);
    expect(later).not.toEqual(early);
  });

  it.each([
    '/entity/00000000-0000-4000-8000-000000000000/live',
    '/entity',
    '/destinations/x',
    '/nothing',
    `/entity/${parks[0]!.id}/nothing`,
    `/entity/${parks[0]!.id}/schedule/2026/13`,
    `/entity/${parks[0]!.id}/schedule/2026`,
    `/entity/${parks[0]!.id}/live/x`,
  ])('there is nothing at %s', (path) => {
    expect(responseTo(world, url(path), NOON_MS, [])).toBeUndefined();
  });

  it('find a destination by its slug', () => {
    expect(response('/entity/cypressbayresort')).toMatchObject({ id: world.destinations[0]!.id, parentId: null });
  });
});
