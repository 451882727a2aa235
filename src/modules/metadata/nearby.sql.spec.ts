import { boundingBox } from './nearby.sql.js';

const widthOf = (latitude: number, radiusMeters: number): number => {
  const [range] = boundingBox({ latitude, longitude: 10 }, radiusMeters).longitudes;
  return range!.to - range!.from;
};

describe('a bounding box', () => {
  it('contains the circle in every direction, and widens towards the poles', () => {
    const { latitudes, longitudes } = boundingBox({ latitude: 0, longitude: 10 }, 111_000);
    expect(latitudes.from).toBeCloseTo(-1, 1);
    expect(latitudes.to).toBeCloseTo(1, 1);
    expect(longitudes).toHaveLength(1);
    expect(widthOf(60, 10_000)).toBeCloseTo(2 * widthOf(0, 10_000), 2);
  });

  it('has two ranges if it crosses the antimeridian, on either side', () => {
    const east = boundingBox({ latitude: 10, longitude: 179.95 }, 10_000).longitudes;
    expect(east.map(({ from, to }) => [from > 179 || from === -180, to === 180 || to < -179])).toEqual([
      [true, true],
      [true, true],
    ]);
    const west = boundingBox({ latitude: 10, longitude: -179.95 }, 10_000).longitudes;
    expect(west.map(({ from }) => Math.sign(from))).toEqual([1, -1]);
    expect(boundingBox({ latitude: 10, longitude: 180 }, 10_000).longitudes).toHaveLength(2);
  });

  it('includes every longitude if the circle reaches a pole', () => {
    for (const latitude of [89.95, -89.95, 90, -90]) {
      const { latitudes, longitudes } = boundingBox({ latitude, longitude: 10 }, 10_000);
      expect(longitudes).toEqual([{ from: -180, to: 180 }]);
      expect(Math.max(Math.abs(latitudes.from), Math.abs(latitudes.to))).toBe(90);
    }
  });

  it('never leaves the earth, however large the circle', () => {
    const { latitudes, longitudes } = boundingBox({ latitude: 20, longitude: 170 }, 30_000_000);
    expect([latitudes, longitudes]).toEqual([{ from: -90, to: 90 }, [{ from: -180, to: 180 }]]);
  });
});
