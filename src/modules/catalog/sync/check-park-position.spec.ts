import fc from 'fast-check';
import type { Position } from '../../../common/geo.js';
import { findParkPositionProblem } from './check-park-position.js';

const at = (latitude: number, longitude: number): Position => ({ latitude, longitude });
const RIDES = [at(28.401, -81.5), at(28.402, -81.5), at(28.403, -81.5)];
const problemOf = (park: Position, rides: readonly Position[] = RIDES) =>
  findParkPositionProblem(park, rides)?.problem ?? null;

describe('the position of a park', () => {
  it('is accepted if its rides are near it, or if no ride contradicts it', () => {
    expect(problemOf(at(28.4, -81.5))).toBeNull();
    expect(problemOf(at(28.4, -81.5), [])).toBeNull();
    expect(problemOf(at(28.4, -81.5), [at(49, 2.5)])).toBeNull();
  });

  it.each<[string, Position, string]>([
    ['at 0/0', at(0, 0), 'AT_ZERO'],
    ['off the earth', at(95, -81.5), 'OUT_OF_RANGE'],
    ['swapped, though both degrees could be latitudes', at(-81.5, 28.4), 'SWAPPED'],
    ['in another country than all its rides', at(49.1, 2.5), 'FAR_FROM_RIDES'],
    ['60 km from all its rides', at(28.95, -81.5), 'FAR_FROM_RIDES'],
  ])('is refused when it is %s', (_, park, problem) => {
    expect(problemOf(park)).toBe(problem);
  });

  it('is refused as swapped if the reported latitude is out of range', () => {
    expect(problemOf(at(-117.9, 33.8), [at(33.81, -117.92), at(33.81, -117.91)])).toBe('SWAPPED');
  });

  it('is not contradicted by one misplaced ride of many, nor by rides that contradict each other', () => {
    expect(problemOf(at(28.4, -81.5), [...RIDES, at(49, 2.5)])).toBeNull();
    expect(problemOf(at(28.4, -81.5), [at(49, 2.5), at(0, 0), at(-33, 151)])).toBeNull();
  });

  it('is contradicted by nearly all rides, even if one is near it or at 0/0', () => {
    expect(problemOf(at(49, 2.5), [...RIDES, at(28.404, -81.5), at(49, 2.5)])).toBe('FAR_FROM_RIDES');
    expect(problemOf(at(49, 2.5), [...RIDES, at(0, 0)])).toBe('FAR_FROM_RIDES');
  });

  it('never depends on the order of the rides', () => {
    const position = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(position, fc.array(position, { maxLength: 6 }), (park, rides) => {
        expect(findParkPositionProblem(park, [...rides].reverse())).toEqual(findParkPositionProblem(park, rides));
      }),
    );
  });
});
