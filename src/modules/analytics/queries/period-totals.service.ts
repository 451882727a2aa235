import { Injectable } from '@nestjs/common';
import { TtlCache } from '../../../common/ttl-cache.js';
import { Clock } from '../../../common/time/clock.js';
import {
  contains,
  daysIn,
  type DaySpan,
  type ReadPart,
  readPlan,
  readPlanOfDetails,
} from '../../statistics/day-spans.js';
import {
  type DownReport,
  unreportedSpans,
  type UnreportedTotals,
  withoutUnreported,
  withoutUptime,
} from '../../statistics/down-reports.js';
import { addTotals, NO_TOTALS, type Totals } from '../../statistics/rollup-totals.js';
import { LocalCalendar } from './local-calendar.js';
import { ScheduledTimeService, withoutScheduledTimeToCome } from './scheduled-time.service.js';
import { type Candidate, type DetailTotals, PeriodTotalsRepository, type Scope } from './period-totals.sql.js';

/** How long totals are cached: as long as clients may cache a response about today. */
const CACHED_MS = 60_000;
const LIMIT = { maxEntries: 64 };

/** A span of days with the totals of one park or ride. */
export interface SpanTotals {
  span: DaySpan;
  days: number;
  totals: Totals;
  /** Time OPERATING in park hours on all days; `totals` has only that of days on which the feed reports DOWN. */
  inUseOperatingMs: number;
  /** Null if they were not requested, or if there is no data. */
  details: DetailTotals | null;
}

export interface Collected {
  /** The current local dates of the parks: one or two, depending on their time zones. */
  todays: string[];
  candidates: CandidateTotals[];
}

export interface CandidateTotals {
  candidate: Candidate;
  /** In the order of the requested spans. */
  spans: SpanTotals[];
}

/** Sums periods for every park or ride, each by its own local days. */
@Injectable()
export class PeriodTotalsService {
  private readonly totals: TtlCache<Map<number, Totals>>;
  private readonly details: TtlCache<Map<number, DetailTotals>>;
  private readonly candidates: TtlCache<Candidate[]>;
  private readonly unreported: TtlCache<Map<number, UnreportedTotals>>;

  constructor(
    private readonly repository: PeriodTotalsRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
    clock: Clock,
  ) {
    this.totals = new TtlCache(clock, CACHED_MS, LIMIT);
    this.details = new TtlCache(clock, CACHED_MS, LIMIT);
    this.candidates = new TtlCache(clock, CACHED_MS, LIMIT);
    this.unreported = new TtlCache(clock, CACHED_MS, LIMIT);
  }

  /**
   * @param isWanted which parks or rides to collect
   * @param spansOf the spans to sum for parks whose local date is `today`; parks without spans are omitted
   * @param withDetails whether to read {@link SpanTotals.details} as well
   */
  async collect(
    scope: Scope,
    isWanted: (candidate: Candidate) => boolean,
    spansOf: (today: string) => DaySpan[],
    withDetails = false,
  ): Promise<Collected> {
    const everyone = await this.candidates.getOrLoad(scope, () => this.repository.findCandidates(scope));
    const all = everyone.filter(isWanted);
    const todayOf = all.map(({ timezone }) => this.calendar.today(timezone));
    const spansOfDay = new Map([...new Set(todayOf)].map((today) => [today, spansOf(today)]));
    const allSpans = [...spansOfDay.values()].flat();
    const readOf = await this.readSpans(scope, all, allSpans);
    const detailsOf = withDetails ? await this.readDetails(scope, allSpans) : null;
    const inProgress = [...spansOfDay].filter(([today, spans]) => spans.some(({ to }) => to >= today));
    const toCome = await this.scheduledTime.toCome(inProgress.map(([today]) => today));
    const candidates = all
      .map((candidate, index) => {
        const today = todayOf[index]!;
        const spans = spansOfDay.get(today)!.map((span) => {
          const details = addDetails((detailsOf?.get(span) ?? []).map((part) => part.get(candidate.id)));
          const found = { ...totalOf(candidate, readOf.get(span)!), details };
          return span.to < today
            ? found
            : { ...found, totals: withoutScheduledTimeToCome(found.totals, toCome(candidate, today)) };
        });
        return { candidate, spans };
      })
      .filter(({ spans }) => spans.length > 0);
    return { todays: all.length === 0 ? [this.calendar.today(null)] : [...spansOfDay.keys()], candidates };
  }

  /** The totals of the parts that make up each span. */
  private async readSpans(
    scope: Scope,
    candidates: readonly Candidate[],
    spans: readonly DaySpan[],
  ): Promise<Map<DaySpan, ReadSpan>> {
    const read = await Promise.all(
      readPlan(spans).map(async (part) => ({ part, totals: await this.readPart(scope, part) })),
    );
    const partsOf = (span: DaySpan) => read.filter(({ part }) => contains(span, part)).map(({ totals }) => totals);
    const whole = await Promise.all(
      spans.map(async (span) => {
        const unreported = await this.readUnreported(scope, candidates, span);
        return { span, days: daysIn(span), parts: partsOf(span), unreported };
      }),
    );
    return new Map(whole.map((one) => [one.span, one]));
  }

  /** The totals of the days without reports of DOWN, for parks whose feeds report DOWN on only a part of the span. */
  private async readUnreported(
    scope: Scope,
    candidates: readonly Candidate[],
    span: DaySpan,
  ): Promise<Map<number, UnreportedTotals>> {
    const reportsOf = new Map(candidates.map(({ parkId, downReports }) => [parkId, downReports]));
    const partly = [...reportsOf]
      .map(([parkId, reports]) => ({ parkId, pieces: unreportedSpans(reports, span) }))
      .filter(({ pieces: [piece] }) => piece !== undefined && !contains(piece, span));
    if (partly.length === 0) return new Map();
    const pieces = partly.flatMap((park) => park.pieces);
    const from = pieces.map((piece) => piece.from).reduce((a, b) => (a < b ? a : b));
    const to = pieces.map((piece) => piece.to).reduce((a, b) => (a > b ? a : b));
    const parkIds = partly.map(({ parkId }) => parkId);
    const key = [scope, 'unreported', from, to, ...parkIds].join(' ');
    return this.unreported.getOrLoad(key, () => this.repository.sumUnreported(scope, parkIds, { from, to }));
  }

  /** The details of the parts that make up each span. */
  private async readDetails(
    scope: Scope,
    spans: readonly DaySpan[],
  ): Promise<Map<DaySpan, Map<number, DetailTotals>[]>> {
    const read = await Promise.all(
      readPlanOfDetails(spans).map(async (part) => {
        const key = [scope, part.table, part.from, part.to].join(' ');
        const found = await this.details.getOrLoad(key, () => this.repository.findDetails(scope, part));
        return { part, found };
      }),
    );
    return new Map(
      spans.map((span) => [span, read.filter(({ part }) => contains(span, part)).map(({ found }) => found)]),
    );
  }

  private readPart(scope: Scope, part: ReadPart): Promise<Map<number, Totals>> {
    const key = [scope, part.table, part.from, part.to].join(' ');
    return this.totals.getOrLoad(key, () => this.repository.findTotals(scope, part));
  }
}

/** The stored totals of a span, for every park or ride. */
interface ReadSpan extends Pick<SpanTotals, 'span' | 'days'> {
  parts: Map<number, Totals>[];
  /** The share from days without reports of DOWN, for parks that report DOWN on other days of the span. */
  unreported: Map<number, UnreportedTotals>;
}

function totalOf(
  { id, downReports }: Candidate,
  { span, days, parts, unreported }: ReadSpan,
): Omit<SpanTotals, 'details'> {
  let total: Totals = NO_TOTALS;
  for (const part of parts) {
    const totals = part.get(id);
    if (totals !== undefined) total = total === NO_TOTALS ? totals : addTotals(total, totals);
  }
  const totals = reportedOf(total, downReports, span, unreported.get(id));
  return { span, days, totals, inUseOperatingMs: total.scheduledOperatingMs };
}

/** The percentiles of a single part only: those of several days cannot be combined. */
function addDetails(parts: readonly (DetailTotals | undefined)[]): DetailTotals | null {
  const known = parts.filter((part) => part !== undefined);
  if (known.length <= 1) return known[0] ?? null;
  const waits = known.flatMap(({ minWait }) => minWait ?? []);
  return {
    minWait: waits.length === 0 ? null : Math.min(...waits),
    longestDownMs: Math.max(...known.map(({ longestDownMs }) => longestDownMs)),
    statusChanges: known.reduce((sum, { statusChanges }) => sum + statusChanges, 0),
    p50Wait: null,
    p90Wait: null,
  };
}

function reportedOf(
  totals: Totals,
  reports: readonly DownReport[],
  span: DaySpan,
  unreported?: UnreportedTotals,
): Totals {
  const [piece] = unreportedSpans(reports, span);
  if (piece === undefined) return totals;
  if (contains(piece, span)) return withoutUptime(totals);
  return unreported === undefined ? totals : withoutUnreported(totals, unreported);
}
