import { problemOf, startBody, type StartChoice } from './start-request.js';

const choice = (changed: Partial<StartChoice> = {}): StartChoice => ({
  ...{ source: 'ARCHIVE', onConflict: 'archive', replaceLive: false, reread: false },
  ...changed,
});
const OPTIONS = { onConflict: 'archive', replaceLive: false, reread: false };

describe('a request for an import', () => {
  it.each([
    [{}, { allParks: true }],
    [{ destination: 'uuid' }, { destinationId: 'uuid' }],
    [{ destination: 'uuid', park: 7 }, { parkId: 7 }],
    [{ from: '2024-01-01' }, { allParks: true, startDate: '2024-01-01' }],
    [{ to: '2024-01-31' }, { allParks: true, endDate: '2024-01-31' }],
  ])('of %j has %j', (changed, body) => {
    expect(startBody(choice(changed))).toEqual({ source: 'ARCHIVE', ...OPTIONS, ...body });
  });

  it('has no option of the archive if it reads the History API', () => {
    const asked = choice({ source: 'HISTORY_API', onConflict: 'live', replaceLive: true, reread: true });
    expect(startBody(asked)).toEqual({ source: 'HISTORY_API', allParks: true, ...OPTIONS });
  });

  it.each([
    [{}, null],
    [{ from: '2024-01-02', to: '2024-01-01' }, 'The first day is after the last one.'],
    [{ source: 'HISTORY_API' as const }, 'The History API needs a first day.'],
    [{ source: 'HISTORY_API' as const, from: '2024-01-01', replaceLive: true, onConflict: 'live' as const }, null],
    [{ replaceLive: true, onConflict: 'live' as const }, expect.stringContaining('exclude each other')],
  ])('of %j has the problem %j', (changed, problem) => {
    expect(problemOf(choice(changed))).toEqual(problem);
  });
});
