import type { Schemas } from '../../api/client.js';
import { durationText, percentText, plural, waitText } from '../../format/numbers.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { EmptyState } from '../../parts/states.js';
import { TargetLink } from '../../parts/TargetLink.js';
import { WaitCell } from '../../parts/WaitCell.js';
import { daysText, type Order } from '../../periods.js';
import { excludedTexts, isAnyExcluded } from './excluded-texts.js';
import { RANKED_METRICS, rankedWord } from './ranked-by.js';

type Ranked = Schemas['RankedView'];

interface RankingTableProps {
  data: Schemas['RankingView'];
  order: Order;
  /** All entries are of one park, whose name is then left out. */
  isOfPark?: boolean;
}

/** A ranking, and below it which entries are not ranked, and why. */
export function RankingTable({ data, order, isOfPark = false }: RankingTableProps) {
  const { period, total, excluded, rankedBy, scope } = data;
  const title = RANKED_METRICS[rankedWord(rankedBy)].titles[order];
  const days = daysText(
    period,
    data.data.map(({ metrics }) => metrics.days),
  );
  const state = period.isFinal ? '' : ', still changing';
  const ranked = plural(total, scope === 'rides' ? 'ride' : 'park');
  return (
    <>
      <Section title={title} note={`${days}${state}. ${ranked} ranked, by time within the opening hours of each park`}>
        {data.data.length === 0 ? (
          <EmptyState title="Nothing can be ranked in this period">
            {isAnyExcluded(excluded)
              ? 'Below is why nothing is ranked. A longer period, or a wider choice of parks, may help.'
              : 'Nothing was observed in it. Choose another period, or a wider choice of parks.'}
          </EmptyState>
        ) : (
          <DataTable
            caption={title}
            rows={data.data}
            keyOf={({ parkId, rideId }) => rideId ?? `park ${parkId}`}
            columns={columnsOf(data, isOfPark)}
          />
        )}
      </Section>
      {(data.data.length > 0 || isAnyExcluded(excluded)) && (
        <Section title="Not ranked">
          <ul className="plain-list">
            {excludedTexts(excluded, scope).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function columnsOf({ data, rankedBy }: Schemas['RankingView'], isOfPark: boolean): Column<Ranked>[] {
  const { name, textOf } = RANKED_METRICS[rankedWord(rankedBy)];
  const isWait = rankedBy === 'averageWaitMinutes' || rankedBy === 'peakWaitMinutes';
  const longest = Math.max(0, ...data.map(({ value }) => value));
  const ranked: Column<Ranked> = isWait
    ? { head: name, cell: (row) => <WaitCell waitMinutes={row.value} longest={longest} /> }
    : { head: name, isNumeric: true, cell: (row) => textOf(row.value) };
  const others: Column<Ranked>[] = [
    {
      head: RANKED_METRICS.waits.name,
      isNumeric: true,
      cell: ({ metrics }) => waitText(metrics.averageWaitMinutes),
    },
    { head: RANKED_METRICS.peak.name, isNumeric: true, cell: ({ metrics }) => waitText(metrics.peakWaitMinutes) },
    { head: RANKED_METRICS.down.name, isNumeric: true, cell: ({ metrics }) => durationText(metrics.downMinutes) },
    { head: RANKED_METRICS.uptime.name, isNumeric: true, cell: ({ metrics }) => percentText(metrics.uptimePercent) },
  ];
  return [
    { head: '#', isNumeric: true, cell: ({ rank }) => rank },
    { head: 'Name', cell: (row) => <TargetLink target={row} isParkNamed={!isOfPark} /> },
    ranked,
    ...others.filter(({ head }) => head !== name),
    {
      head: 'Observed',
      isNumeric: true,
      cell: ({ metrics }) => `${percentText(metrics.coveragePercent)} on ${plural(metrics.observedDays, 'day')}`,
    },
  ];
}
