import type { Finding } from '../../findings/finding.js';
import { type ParkNames, placeOf } from './finding-parts.js';
import { groupFindings } from './group-findings.js';

const MINUTE_MS = 60_000;
const T0 = Date.parse('2026-08-18T18:00:00Z');
const park: ParkNames = {
  ...{ parkId: 7, name: 'Park', timezone: 'America/New_York' },
  rides: new Map(Array.from({ length: 20 }, (_, n) => [n + 1, `Ride ${n + 1}`])),
};
const finding = (rideId: number, minute: number, reason = 'IMPOSSIBLE_JUMP'): Finding => ({
  ...placeOf(park, rideId, T0 + minute * MINUTE_MS, T0 + (minute + 60) * MINUTE_MS),
  ...{ issueType: 'SUSPICIOUS', reason, identity: ['RIDE', rideId, '2026-08-18'] },
  ...{ recordsAffected: 1, description: 'odd', sample: null },
});
const findings = (count: number, minute: number, reason?: string) =>
  Array.from({ length: count }, (_, index) => finding(index + 1, minute, reason));

describe('findings of rides that begin together', () => {
  it('are one finding of the park from five rides on: the worked example of docs/data-quality.md', () => {
    const { findings: grouped, parts } = groupFindings(park, findings(5, 0));
    expect(grouped).toMatchObject([
      {
        ...{ entityType: 'PARK', entityId: 7, reason: 'IMPOSSIBLE_JUMP', recordsAffected: 5 },
        ...{ windowStart: new Date(T0), sample: { rides: 5, rideIds: [1, 2, 3, 4, 5] } },
      },
    ]);
    expect(grouped[0]!.description).toContain('5 rides');
    expect(grouped[0]!.description).toContain('2026-08-18 18:00 UTC (2026-08-18 14:00 local time)');
    expect(parts.map(({ part, whole }) => [part.entityId, whole])).toEqual([1, 2, 3, 4, 5].map((id) => [id, grouped[0]])); // prettier-ignore
    expect(groupFindings(park, findings(4, 0))).toEqual({ findings: findings(4, 0), parts: [] });
  });

  it('must have the same reason and different rides', () => {
    const mixed = [...findings(4, 0), finding(5, 0, 'WAIT_OUT_OF_RANGE')];
    expect(groupFindings(park, mixed).parts).toEqual([]);
    expect(
      groupFindings(
        park,
        Array.from({ length: 6 }, () => finding(1, 0)),
      ).parts,
    ).toEqual([]);
  });

  it('must begin within two minutes; frozen waits within an hour, DOWN within ten minutes', () => {
    const apart = (minutes: number, reason: string) =>
      groupFindings(park, [...findings(4, 0, reason), finding(5, minutes, reason)]).parts.length;
    expect([apart(2, 'IMPOSSIBLE_JUMP'), apart(3, 'IMPOSSIBLE_JUMP')]).toEqual([5, 0]);
    expect([apart(60, 'FROZEN_WAIT'), apart(61, 'FROZEN_WAIT')]).toEqual([5, 0]);
    expect([apart(10, 'LONG_DOWN'), apart(11, 'LONG_DOWN')]).toEqual([5, 0]);
  });

  it('leave findings of other moments and of the park unchanged', () => {
    const others = [finding(9, 30), { ...finding(1, 0, 'FROZEN_PARK'), ...placeOf(park, null, T0, T0) }];
    const grouped = groupFindings(park, [...findings(5, 0), ...others]);
    expect(grouped.findings.slice(0, 2)).toEqual(others);
    expect(grouped.findings).toHaveLength(3);
  });
});
