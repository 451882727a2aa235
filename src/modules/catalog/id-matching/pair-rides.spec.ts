import fc from 'fast-check';
import { pairRides } from './pair-rides.js';
import type { PairableRide } from './ride-pair.js';

const METRE_IN_DEGREES = 1 / 111_200;
const ride = (rideId: number, overrides: Partial<PairableRide> = {}): PairableRide => ({
  rideId,
  names: [`Ride ${String.fromCharCode(64 + (rideId % 100))}`],
  entityType: 'ATTRACTION',
  position: null,
  externalId: null,
  listOrder: null,
  ...overrides,
});
const at = (metresNorth: number) => ({ latitude: 49.13 + metresNorth * METRE_IN_DEGREES, longitude: 2.57 });
const found = (former: PairableRide[], current: PairableRide[]) =>
  pairRides(former, current).pairs.map(({ former: one, current: other, reason, strength }) => [
    one.rideId,
    other.rideId,
    reason,
    strength,
  ]);

describe('rides under new ids', () => {
  it('are paired by their equal names, whatever other names they had', () => {
    expect(
      found([ride(1, { names: ['Turbo'] }), ride(2, { names: ['Atlas'] })], [ride(11, { names: ['Titan', 'atlas™'] })]),
    ).toEqual([[2, 11, 'EQUAL_NAME', 'STRONG']]);
  });

  it('are paired by position if their names are translated', () => {
    const former = [
      ride(1, { names: ['Le Train Rouge'], position: at(0) }),
      ride(2, { names: ['Le Train Bleu'], position: at(44) }),
    ];
    const current = [
      ride(11, { names: ['Blue Train'], position: at(44) }),
      ride(12, { names: ['Red Train'], position: at(3) }),
    ];
    expect(found(former, current)).toEqual([
      [1, 12, 'SAME_PLACE', 'STRONG'],
      [2, 11, 'SAME_PLACE', 'STRONG'],
    ]);
  });

  it('are distinguished by position if several have the same name', () => {
    const snack = (rideId: number, metres: number) => ride(rideId, { names: ['Snack Ride'], position: at(metres) });
    expect(found([snack(1, 0), snack(2, 44)], [snack(11, 44), snack(12, 0)])).toEqual([
      [1, 12, 'SAME_PLACE', 'STRONG'],
      [2, 11, 'SAME_PLACE', 'STRONG'],
    ]);
  });

  it('stay open if several have the same name and no position', () => {
    const snack = (rideId: number) => ride(rideId, { names: ['Snack Ride'] });
    const { pairs, openFormer, openCurrent } = pairRides([snack(1), snack(2)], [snack(11), snack(12)]);
    expect([pairs, openFormer.length, openCurrent.length]).toEqual([[], 2, 2]);
  });

  it('are never paired across types, nor by name across the park', () => {
    expect(found([ride(1, { names: ['Turbo'] })], [ride(11, { names: ['Turbo'], entityType: 'SHOW' })])).toEqual([]);
    expect(
      found([ride(1, { names: ['Turbo'], position: at(0) })], [ride(11, { names: ['Turbo'], position: at(900) })]),
    ).toEqual([]);
  });

  it('are weakly paired if they are only roughly at the same position', () => {
    expect(
      found([ride(1, { names: ['Turbo'], position: at(0) })], [ride(11, { names: ['Red'], position: at(70) })]),
    ).toEqual([[1, 11, 'SAME_PLACE', 'WEAK']]);
  });

  it('are paired by the ids of the operator if most of those are unchanged', () => {
    const former = [1, 2, 3].map((id) => ride(id, { names: [`Manège ${'abc'[id - 1]}`], externalId: `x${id}` }));
    const current = [1, 2, 4].map((id) => ride(id + 10, { names: [`Carousel ${id}`], externalId: `x${id}` }));
    expect(found(former, current).map(([, , reason]) => reason)).toEqual(['EXTERNAL_ID', 'EXTERNAL_ID']);
    expect(found(former, current.slice(1, 2))).toEqual([]);
  });

  it('are weakly paired by their order between known pairs', () => {
    const names = ['Turbo', 'Le Bateau', 'Le Cheval', 'Atlas'];
    const translated = ['Turbo', 'Boat', 'Horse', 'Atlas'];
    const former = names.map((name, index) => ride(index + 1, { names: [name], listOrder: index }));
    const current = translated.map((name, index) => ride(index + 11, { names: [name], listOrder: index * 5 }));
    expect(found(former, current)).toEqual([
      [1, 11, 'EQUAL_NAME', 'STRONG'],
      [2, 12, 'LIST_ORDER', 'WEAK'],
      [3, 13, 'LIST_ORDER', 'WEAK'],
      [4, 14, 'EQUAL_NAME', 'STRONG'],
    ]);
    const reversed = current.map((one) => ({ ...one, listOrder: -one.listOrder! }));
    expect(found(former, reversed).filter(([, , reason]) => reason === 'LIST_ORDER')).toEqual([]);
  });

  it('are paired at most once each, independently of the order in which they come', () => {
    const arbitrary = fc.record({
      name: fc.constantFrom('Turbo', 'Atlas', 'Le Train', 'Red Train', 'Snack Ride', 'Snack Rides'),
      metres: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
      entityType: fc.constantFrom('ATTRACTION' as const, 'SHOW' as const, null),
      externalId: fc.constantFrom('x1', 'x2', null),
      listOrder: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
    });
    const rides = (firstId: number) =>
      fc.array(arbitrary, { maxLength: 8 }).map((all) =>
        all.map(({ name, metres, ...one }, index) => {
          const position = metres === null ? null : at(metres);
          return ride(firstId + index, { ...one, names: [name], position });
        }),
      );
    fc.assert(
      fc.property(rides(1), rides(101), (former, current) => {
        const { pairs, openFormer, openCurrent } = pairRides(former, current);
        const all = [...pairs.map((pair) => pair.former), ...openFormer].map(({ rideId }) => rideId);
        expect(all.sort((a, b) => a - b)).toEqual(former.map(({ rideId }) => rideId));
        expect(new Set(pairs.map((pair) => pair.current.rideId)).size).toBe(pairs.length);
        expect(pairs.length + openCurrent.length).toBe(current.length);
        expect(found([...former].reverse(), [...current].reverse())).toEqual(found(former, current));
      }),
    );
  });
});
