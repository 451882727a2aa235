import type { Schemas } from '../../../api/client.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import {
  coverageLevel,
  coverageSummary,
  coverageTable,
  daysOf,
  gridOfParks,
  gridOfWeeks,
  tooltipText,
} from './coverage-grid.js';
import { gapsOption, gapsSummary, gapsTable, gapState, lanesOf } from './gap-lanes.js';
import { allowedFor, foundSince, undoSteps } from './issue-actions.js';
import { chosenDays } from './period.js';

type Park = Schemas['CoverageParkView'];
type Gap = Schemas['GapView'];

const COLORS = { series: [], coverage: [] } as Partial<ChartColors> as ChartColors;
/** The tooltip of the first mark of a chart. */
const tooltipOf = (option: object): string =>
  (option as { tooltip: { formatter: (at: { dataIndex: number }) => string } }).tooltip.formatter({ dataIndex: 0 });

describe('decisions about issues', () => {
  const issues = (...statuses: Schemas['ResolutionStatus'][]) =>
    statuses.map((resolutionStatus) => ({ resolutionStatus }));

  it('are those that all of the issues allow', () => {
    expect(allowedFor(issues('OPEN', 'OPEN'))).toEqual(['RESOLVED', 'INVESTIGATING', 'WONTFIX']);
    expect(allowedFor(issues('OPEN', 'INVESTIGATING'))).toEqual(['RESOLVED', 'WONTFIX']);
    expect(allowedFor(issues('RESOLVED', 'WONTFIX'))).toEqual(['OPEN']);
    expect(allowedFor(issues('OPEN', 'RESOLVED'))).toEqual([]);
    expect(allowedFor([])).toEqual([]);
  });

  it('are undone by way of reopening where the API allows no other', () => {
    const changes = [
      { logId: 1, fromStatus: 'OPEN', toStatus: 'RESOLVED' },
      { logId: 2, fromStatus: 'INVESTIGATING', toStatus: 'RESOLVED' },
    ] as const;
    expect(undoSteps(changes)).toEqual([
      { logIds: [1, 2], resolutionStatus: 'OPEN' },
      { logIds: [2], resolutionStatus: 'INVESTIGATING' },
    ]);
    const reopened = [{ logId: 3, fromStatus: 'WONTFIX', toStatus: 'OPEN' }] as const;
    expect(undoSteps(reopened)).toEqual([{ logIds: [3], resolutionStatus: 'WONTFIX' }]);
    expect(undoSteps([{ logId: 4, fromStatus: 'OPEN', toStatus: 'OPEN' }])).toEqual([]);
  });

  it('are filtered by a period that stays the same for an hour', () => {
    const at = (time: string) => foundSince('day', Date.parse(`2026-11-29T${time}Z`));
    expect(at('10:59:00')).toBe('2026-11-28T10:00:00.000Z');
    expect(at('10:00:00')).toBe(at('10:59:59'));
  });
});

describe('the period of a view', () => {
  it('is that of the address, else the last days', () => {
    expect(chosenDays({}, '2026-11-29', 7, 31)).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(chosenDays({ from: '2026-11-01', to: '2026-11-05' }, '2026-11-29', 7, 31)).toEqual({
      ...{ from: '2026-11-01', to: '2026-11-05' },
    });
  });

  it('is in order and no longer than the API allows', () => {
    const reversed = { from: '2026-11-05', to: '2026-11-01' };
    expect(chosenDays(reversed, '2026-11-29', 7, 31)).toEqual({ from: '2026-11-01', to: '2026-11-05' });
    const long = { from: '2020-01-01', to: '2026-11-29' };
    expect(chosenDays(long, '2026-11-29', 7, 31)).toEqual({ from: '2026-10-30', to: '2026-11-29' });
  });
});

const gap = (changed: Partial<Gap>): Gap =>
  ({
    ...{ logId: 1, type: 'API_UNAVAILABLE', source: 'LIVE', entityType: 'PARK', entityName: 'A' },
    ...{ entityId: 1, parkId: 1, parkName: 'A' },
    ...{ startsAt: '2026-11-29T08:00:00Z', endsAt: '2026-11-29T10:00:00Z', hours: 2, isOngoing: false },
    ...{ resolutionStatus: 'OPEN', fill: null },
    ...changed,
  }) as Gap;
const GAPS = [
  gap({}),
  gap({ logId: 2, entityType: 'RIDE', entityName: 'Ride', hours: 1, resolutionStatus: 'WONTFIX' }),
  gap({
    logId: 3,
    entityType: 'DESTINATION',
    entityName: 'Resort',
    parkId: null,
    parkName: null,
    hours: 48,
    isOngoing: true,
  }),
];

describe('the time line of the gaps', () => {
  it('has a line for each park and each destination, those with most hours first', () => {
    expect(lanesOf(GAPS).map(({ name, gaps }) => [name, gaps.length])).toEqual([
      ['Resort (all parks)', 1],
      ['A', 2],
    ]);
  });

  it('has a line of its own for each park and destination, also of the same name', () => {
    const resort = { entityType: 'DESTINATION', entityName: 'Resort', parkId: null, parkName: null } as const;
    const lanes = lanesOf([
      gap({ ...resort, entityId: 1, hours: 9 }),
      gap({ ...resort, entityId: 2, hours: 8 }),
      gap({ ...resort, entityId: 1, hours: 7, entityName: 'Resort, renamed' }),
      gap({ parkId: 3, hours: 2 }),
      gap({ parkId: 4, hours: 1 }),
    ]);
    expect(lanes.map(({ name, gaps }) => [name, gaps.length])).toEqual([
      ['Resort (all parks) (id 1)', 2],
      ['Resort (all parks) (id 2)', 1],
      ['A (id 3)', 1],
      ['A (id 4)', 1],
    ]);
  });

  it('tells filled, decided and open gaps apart', () => {
    const fill = { hours: 1.5 } as Gap['fill'];
    expect(gapState(gap({ fill }))).toBe('FILLED');
    expect(gapState(gap({ fill: { hours: 0 } as Gap['fill'] }))).toBe('OPEN');
    expect(GAPS.map(gapState)).toEqual(['OPEN', 'DECIDED', 'OPEN']);
  });

  it('has names as text, not as HTML', () => {
    const lanes = lanesOf([gap({ entityName: '<img src=x> & "Co"' })]);
    const tooltip = tooltipOf(gapsOption({ lanes, fromMs: 0, toMs: 1, timezone: null }, COLORS));
    expect(tooltip).toContain('<b>&#60;img src=x&#62; &#38; &#34;Co&#34;</b>');
  });

  it('is described by count, hours and the longest, and has all of them as a table', () => {
    const list = {
      data: GAPS,
      page: { total: 300, limit: 200, offset: 0 },
      summary: {
        bySource: [{ source: 'LIVE', count: 300, hours: 400.5 }],
        byStatus: [
          { resolutionStatus: 'OPEN', count: 299, hours: 399 },
          { resolutionStatus: 'WONTFIX', count: 1, hours: 1 },
        ],
      },
    } as Schemas['GapList'];
    expect(gapsSummary(list)).toBe(
      '300 gaps with 400.5 hours in which data was expected, 299 of them open. Longest: Resort, 48 hours. Only the newest 3 are drawn.',
    );
    const rows = gapsTable(GAPS, 'Europe/Paris').rows;
    expect(rows.map(([where]) => where)).toEqual(['A', 'Ride (A)', 'Resort']);
    expect(rows.map((row) => row[4])).toEqual(['Nov 29, 2026, 11:00', 'Nov 29, 2026, 11:00', 'ongoing']);
  });
});

const PARK = {
  parkId: 1,
  name: 'A',
  coverage: 0.9,
  days: [
    { date: '2026-11-24', coverage: 0.97, scheduledHours: 10, snapshots: 5, sources: ['LIVE'], reason: null },
    { date: '2026-11-25', coverage: null, scheduledHours: 0, snapshots: 5, sources: ['LIVE'], reason: null },
    { date: '2026-11-26', coverage: 0.4, scheduledHours: 10, snapshots: 5, sources: ['LIVE'], reason: 'EXCLUDED' },
  ],
  missingDays: [
    { date: '2026-11-23', reason: 'CLOSED' },
    { date: '2026-11-27', reason: 'MISSING_ARCHIVE' },
    { date: '2026-11-28', reason: 'EXCLUDED' },
  ],
} as Park;

describe('the coverage', () => {
  it('never shows an unknown day as closed, or a closed one as not observed', () => {
    expect(daysOf(PARK).map(({ date, kind }) => [date.slice(8), kind])).toEqual([
      ['23', 'closed'],
      ['24', 'value'],
      ['25', 'closed'],
      ['26', 'value'],
      ['27', 'missing'],
      ['28', 'excluded'],
    ]);
    expect([0, 49.9, 50, 80, 95, 100].map(coverageLevel)).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it('of all parks has the days beside each other', () => {
    const { columns, cells } = gridOfParks([PARK], '2026-11-23', '2026-11-28');
    expect(columns).toHaveLength(6);
    expect(cells.map(({ column, row }) => [column, row])).toEqual([0, 1, 2, 3, 4, 5].map((column) => [column, 0]));
  });

  it('of one park is a calendar from Monday to Sunday', () => {
    const { columns, rows, cells } = gridOfWeeks(PARK, '2026-11-19', '2026-11-28');
    expect([columns.length, rows[0], rows[6]]).toEqual([2, 'Mon', 'Sun']);
    expect(cells.map(({ column, row }) => [column, row])).toEqual([0, 1, 2, 3, 4, 5].map((row) => [1, row]));
  });

  it('has names as text, not as HTML', () => {
    const { cells } = gridOfParks([{ ...PARK, name: '<i>A' }], '2026-11-23', '2026-11-28');
    expect(tooltipText(cells[0]!)).toMatch(/^<b>&#60;i&#62;A<\/b>/);
  });

  it('is described, and has every day as a table', () => {
    expect(coverageSummary([PARK])).toBe('1 day without data. Of 1 day, less than 95 % was observed.');
    expect(coverageSummary([])).toBe('Nothing was observed on these days.');
    expect(coverageTable([PARK]).rows.map((row) => row[2])).toEqual([
      'excluded: its data does not count',
      'no data (missing archive)',
      '40 %',
      'closed',
      '97 %',
      'closed',
    ]);
  });
});
