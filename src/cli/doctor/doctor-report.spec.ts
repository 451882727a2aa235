import { apiKeyCheck, clockCheck, diskCheck } from './doctor-report.js';

const clock = (offsetMs: number, verdict: 'RIGHT' | 'AHEAD' | 'BEHIND' | 'UNKNOWN') =>
  clockCheck({ reading: { databaseNowMs: 0, offsetMs, verdict, horizonMs: 60_000 }, ahead: [], problems: [] });
const disk = (verdict: 'OK' | 'LOW' | 'FULL' | 'UNKNOWN', freeBytes: number | null) =>
  diskCheck({ verdict, freeBytes, sinceFullMs: null });
const account = {
  tier: 'free',
  historyDays: 30,
  hasAllHistory: false,
  historyEarliestDate: '2026-10-31',
  budgets: { MINUTE: null, HISTORY_HOUR: null },
};
const known = { account, checkedAt: new Date(0), error: null, isKeyRefused: false };

describe('a check of the doctor', () => {
  it.each([
    ['a clock that is ahead', clock(7_200_000, 'AHEAD'), 'Set the clock of the host'],
    ['a clock that is behind', clock(-7_200_000, 'BEHIND'), 'Set the clock of the host'],
    ['a database that takes too long to answer', clock(0, 'UNKNOWN'), 'cannot be compared'],
    ['a disk with little room', disk('LOW', 200_000_000), 'npm run storage:report'],
    ['a full disk', disk('FULL', 1_000_000), 'npm run storage:report'],
    ['a full disk of another host', disk('FULL', null), 'npm run storage:report'],
  ])('prints what to do about %s', (_, check, remedy) => {
    expect(check).toMatchObject({ isWell: false, text: expect.stringContaining(remedy) as string });
  });

  it.each([
    ['a clock that is right', clock(20, 'RIGHT')],
    ['a disk with room', disk('OK', 9_000_000_000)],
    ['a disk that cannot be seen', disk('UNKNOWN', null)],
  ])('prints no remedy for %s', (_, check) => {
    expect(check.isWell).toBe(true);
    expect(check.text).not.toMatch(/Set the clock|Make room/);
  });

  it('describes what the API key brings, and asks for a correction only if it is not accepted', () => {
    expect(apiKeyCheck(true, known)).toMatchObject({
      isWell: true,
      text: 'accepted, plan free, history from 2026-10-31 on',
    });
    expect(apiKeyCheck(false, { ...known, account: null })).toMatchObject({
      isWell: true,
      text: expect.stringContaining('none set') as string,
    });
    expect(apiKeyCheck(true, { ...known, error: 'The API did not respond' })).toMatchObject({
      isWell: true,
      text: 'cannot be checked: The API did not respond',
    });
    expect(apiKeyCheck(true, { ...known, isKeyRefused: true })).toMatchObject({
      isWell: false,
      text: expect.stringContaining('Correct or unset it') as string,
    });
  });
});
