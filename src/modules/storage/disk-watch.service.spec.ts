import { RESERVE_BYTES } from '../../common/database/free-space.js';
import { type DiskState, diskProblem, diskVerdict } from './disk-watch.service.js';

const MB = 1_000_000;
const verdict = (state: Partial<DiskState>) =>
  diskVerdict({ freeBytes: 1_000 * MB, sinceFullMs: null, ...state }, 256 * MB);

describe('the disk of the database', () => {
  it.each<[Partial<DiskState>, string]>([
    [{}, 'OK'],
    [{ freeBytes: 256 * MB }, 'OK'],
    [{ freeBytes: 255 * MB }, 'LOW'],
    [{ freeBytes: 15 * MB }, 'FULL'],
    [{ sinceFullMs: 1_000 }, 'FULL'],
    [{ sinceFullMs: 60_000 }, 'OK'],
    [{ freeBytes: null }, 'UNKNOWN'],
    [{ freeBytes: null, sinceFullMs: 300_000 }, 'FULL'],
    [{ freeBytes: null, sinceFullMs: 400_000 }, 'UNKNOWN'],
  ])('with %j is %s', (state, expected) => {
    expect(verdict(state)).toBe(expected);
  });

  it('is full with less than the reserve at which imports are refused', () => {
    const state = { freeBytes: 60 * MB, sinceFullMs: null };
    expect(diskVerdict(state, 256 * MB, RESERVE_BYTES)).toBe('FULL');
    expect(diskVerdict(state, 256 * MB)).toBe('LOW');
  });

  it('is a critical problem if full, a warning if nearly full, otherwise no problem', () => {
    const state = { freeBytes: 12 * MB, sinceFullMs: null };
    expect(diskProblem('FULL', state)).toMatchObject({ severity: 'CRITICAL' });
    expect(diskProblem('LOW', state)).toMatchObject({ severity: 'WARNING' });
    expect([diskProblem('OK', state), diskProblem('UNKNOWN', state)]).toEqual([null, null]);
  });
});
