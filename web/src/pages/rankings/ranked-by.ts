import type { Schemas } from '../../api/client.js';
import { durationText, percentText, waitText } from '../../format/numbers.js';
import type { Order } from '../../periods.js';

type Metric = Schemas['RankedBy'];

/** Short words for addresses. */
export const RANKED_BY = ['waits', 'peak', 'downtime', 'uptime', 'down', 'operating', 'observed', 'coverage'] as const;
export type RankedBy = (typeof RANKED_BY)[number];

interface RankedMetric {
  metric: Metric;
  name: string;
  /** Titles of the ranking that begins with the greatest value, and with the smallest. */
  titles: Readonly<Record<Order, string>>;
  textOf: (value: number) => string;
}

export const RANKED_METRICS: Readonly<Record<RankedBy, RankedMetric>> = {
  waits: {
    metric: 'averageWaitMinutes',
    name: 'Average wait',
    titles: { desc: 'Longest average waits', asc: 'Shortest average waits' },
    textOf: waitText,
  },
  peak: {
    metric: 'peakWaitMinutes',
    name: 'Highest wait',
    titles: { desc: 'Highest waits', asc: 'Lowest highest waits' },
    textOf: waitText,
  },
  downtime: {
    metric: 'downtimePercent',
    name: 'Downtime',
    titles: { desc: 'Most downtime', asc: 'Least downtime' },
    textOf: percentText,
  },
  uptime: {
    metric: 'uptimePercent',
    name: 'Uptime',
    titles: { desc: 'Greatest uptime', asc: 'Least uptime' },
    textOf: percentText,
  },
  down: {
    metric: 'downMinutes',
    name: 'Time down',
    titles: { desc: 'Longest time down', asc: 'Shortest time down' },
    textOf: durationText,
  },
  operating: {
    metric: 'operatingMinutes',
    name: 'Time operating',
    titles: { desc: 'Longest time operating', asc: 'Shortest time operating' },
    textOf: durationText,
  },
  observed: {
    metric: 'observedMinutes',
    name: 'Time observed',
    titles: { desc: 'Longest time observed', asc: 'Shortest time observed' },
    textOf: durationText,
  },
  coverage: {
    metric: 'coveragePercent',
    name: 'Coverage',
    titles: { desc: 'Best observed', asc: 'Least observed' },
    textOf: percentText,
  },
};

/** The word of a metric of the API. */
export const rankedWord = (metric: Metric): RankedBy =>
  RANKED_BY.find((word) => RANKED_METRICS[word].metric === metric) ?? 'waits';
