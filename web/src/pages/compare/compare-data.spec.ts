import type { Compared } from '../../api/compared.js';
import { compareSummary, seriesOf } from './compare-data.js';

type Entry = Compared['entries'][number];

const entry = (id: number, name: string, parkName: string, averageWaitMinutes: number): Entry =>
  ({
    ...{ id, entity: { kind: 'RIDE', parkId: 1, rideId: id, name, parkName } },
    years: [{ metrics: { averageWaitMinutes }, daily: [{ date: '2026-11-02', metrics: { averageWaitMinutes } }] }],
  }) as unknown as Entry;
const compared = (from: string, to: string, ...entries: Entry[]): Compared => ({
  ...{ kind: 'rides', period: { from, to } },
  entries,
});

describe('compared rides', () => {
  const first = compared(
    ...(['2026-11-01', '2026-11-02'] as const),
    entry(4, 'Comet', 'Umi Land', 20),
    entry(9, 'Comet', 'Golden Canyon', 50),
    entry(5, 'Carousel', 'Umi Land', 10),
  );

  it('of the same name are told apart by their parks', () => {
    const series = seriesOf(first, null);
    expect(series.map(({ name }) => name)).toEqual(['Comet (Umi Land)', 'Comet (Golden Canyon)', 'Carousel']);
    expect(series[0]!.averages).toEqual([null, 20]);
    expect(compareSummary(series)).toContain('Comet (Golden Canyon) 50 min, Comet (Umi Land) 20 min');
  });

  it('have both periods beside each other, in one colour', () => {
    const second = compared('2026-10-01', '2026-10-02', ...first.entries);
    expect(seriesOf(first, second).map(({ id, color, isSecond }) => [id, color, isSecond])).toEqual([
      ...[4, 9, 5].flatMap((id, color) => [
        [id, color, false],
        [id, color, true],
      ]),
    ]);
  });

  it('do not get the second period of another ride while theirs is being loaded', () => {
    const before = compared('2026-10-01', '2026-10-02', entry(5, 'Carousel', 'Umi Land', 10));
    expect(seriesOf(first, before).map(({ id, isSecond }) => [id, isSecond])).toEqual([
      ...[
        [4, false],
        [9, false],
      ],
      ...[
        [5, false],
        [5, true],
      ],
    ]);
  });
});
