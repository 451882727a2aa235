import { distanceMeters, type Position } from './geo.js';

const at = (latitude: number, longitude: number): Position => ({ latitude, longitude });

const JFK = at(40.63975, -73.77893);
const LHR = at(51.4706, -0.46194);
const LAX = at(33.94254, -118.40807);
const SYD = at(-33.94611, 151.17722);
const MEL = at(-37.67333, 144.84333);
const CDG = at(49.01278, 2.55);

describe('a distance', () => {
  // Ellipsoidal distances as published: a geodetic survey's test line, the lengths of degrees of WGS 84, air routes.
  it.each<[string, Position, Position, number]>([
    ['Flinders Peak to Buninyong', at(-37.95103342, 144.42486789), at(-37.65282114, 143.92649553), 54_972.271],
    ['a degree of longitude at the equator', at(0, 10), at(0, 11), 111_319.491],
    ['a degree of latitude at the equator', at(-0.5, 10), at(0.5, 10), 110_574.3],
    ['a degree of latitude at 45 degrees', at(44.5, 10), at(45.5, 10), 111_131.8],
    ['a degree of latitude at the pole', at(89, 10), at(90, 10), 111_693.9],
    ['a degree of longitude at 45 degrees', at(45, 10), at(45, 11), 78_846.8],
    ['the quarter of a meridian', at(0, 20), at(90, 20), 10_001_965.7],
    ['New York to London', JFK, LHR, 5_555_000],
    ['Los Angeles to New York', LAX, JFK, 3_983_000],
    ['Sydney to Melbourne', SYD, MEL, 706_000],
    ['London to Paris', LHR, CDG, 348_000],
    ['London to Sydney', LHR, SYD, 17_016_000],
  ])('%s is the published one to within 0.5 %%', (_, from, to, metres) => {
    expect(Math.abs(distanceMeters(from, to) / metres - 1)).toBeLessThan(0.005);
    expect(distanceMeters(to, from)).toBe(distanceMeters(from, to));
  });

  it('is measured across the antimeridian and over the poles if shorter', () => {
    expect(distanceMeters(at(0, 179.5), at(0, -179.5))).toBeCloseTo(distanceMeters(at(0, -0.5), at(0, 0.5)), 3);
    expect(distanceMeters(at(89.9, 0), at(89.9, 180))).toBeCloseTo(distanceMeters(at(89.8, 0), at(90, 0)), -1);
    expect(distanceMeters(at(90, 0), at(90, 123))).toBeCloseTo(0, 3);
  });

  it('is 0 from a point to itself', () => {
    expect(distanceMeters(LHR, LHR)).toBe(0);
  });
});
