import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { daysIn, type DaySpan } from './day-span.js';
import { type DownReport, type UptimeSums, unreportedSpans, withoutUnreported, withoutUptime } from './down-reports.js';
import { DownReportsRepository } from './down-reports.repository.js';
import { OpenDaysService } from './open-days.service.js';
import { withoutOpenTimeToCome } from './open-time-to-come.js';
import { ParkCalendar } from './park-calendar.js';
import { type Candidate, PeriodSumsRepository } from './period-sums.repository.js';
import { contains, type ReadPart, readPlan } from './read-plan.js';
import type { Scope } from './scope.js';
import { ShortMemory } from './short-memory.js';
import { addSums, NO_SUMS, type Sums } from './sums.js';

/** As long as a client may keep an answer about today. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 64;

/** A span of days with the sums of one park or ride in it. */
export interface SpanSums {
  span: DaySpan;
  days: number;
  sums: Sums;
}

export interface Collected {
  /** The local days on which it is now, one or two of them. */
  todays: string[];
  candidates: CandidateSums[];
}

export interface CandidateSums {
  candidate: Candidate;
  /** In the order of the spans that were asked for. */
  spans: SpanSums[];
}

/** Adds periods up for every park or ride, each in its own local days. */
@Injectable()
export class PeriodSumsService {
  private readonly memory: ShortMemory<Map<number, Sums>>;
  private readonly candidates: ShortMemory<Candidate[]>;
  private readonly unreported: ShortMemory<Map<number, UptimeSums>>;

  constructor(
    private readonly repository: PeriodSumsRepository,
    private readonly calendar: ParkCalendar,
    private readonly openDays: OpenDaysService,
    private readonly downReports: DownReportsRepository,
    clock: Clock,
  ) {
    this.memory = new ShortMemory(clock, REMEMBERED_MS, MAX_REMEMBERED);
    this.candidates = new ShortMemory(clock, REMEMBERED_MS, MAX_REMEMBERED);
    this.unreported = new ShortMemory(clock, REMEMBERED_MS, MAX_REMEMBERED);
  }

  /** `spansOf` gives the spans wanted of a park where it is `today`; one for which it gives none is left out. */
  async collect(scope: Scope, spansOf: (today: string) => DaySpan[]): Promise<Collected> {
    const all = await this.candidates.recall(scope, () => this.repository.findCandidates(scope));
    const todayOf = all.map(({ timezone }) => this.calendar.today(timezone));
    const spansOfDay = new Map([...new Set(todayOf)].map((today) => [today, spansOf(today)]));
    const readOf = await this.readSpans(scope, all, [...spansOfDay.values()].flat());
    const goingOn = [...spansOfDay].filter(([today, spans]) => spans.some(({ to }) => to >= today));
    const toCome = await this.openDays.toCome(goingOn.map(([today]) => today));
    const candidates = all
      .map((candidate, index) => {
        const today = todayOf[index]!;
        const spans = spansOfDay.get(today)!.map((span) => {
          const found = addUp(candidate, readOf.get(span)!);
          return span.to < today
            ? found
            : { ...found, sums: withoutOpenTimeToCome(found.sums, toCome(candidate, today)) };
        });
        return { candidate, spans };
      })
      .filter(({ spans }) => spans.length > 0);
    return { todays: all.length === 0 ? [this.calendar.today(null)] : [...spansOfDay.keys()], candidates };
  }

  /** The sums of the parts that make up each span. */
  private async readSpans(
    scope: Scope,
    candidates: readonly Candidate[],
    spans: readonly DaySpan[],
  ): Promise<Map<DaySpan, ReadSpan>> {
    const read = await Promise.all(
      readPlan(spans).map(async (part) => ({ part, sums: await this.readPart(scope, part) })),
    );
    const partsOf = (span: DaySpan) => read.filter(({ part }) => contains(span, part)).map(({ sums }) => sums);
    const whole = await Promise.all(
      spans.map(async (span) => {
        const unreported = await this.readUnreported(scope, candidates, span);
        return { span, days: daysIn(span), parts: partsOf(span), unreported };
      }),
    );
    return new Map(whole.map((one) => [one.span, one]));
  }

  /** Of parks whose feeds report DOWN on a part of the span: what the other days bring to it. They are few, or few days. */
  private async readUnreported(
    scope: Scope,
    candidates: readonly Candidate[],
    span: DaySpan,
  ): Promise<Map<number, UptimeSums>> {
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
    return this.unreported.recall(key, () => this.downReports.addUpUnreported(scope, parkIds, { from, to }));
  }

  private readPart(scope: Scope, part: ReadPart): Promise<Map<number, Sums>> {
    const key = [scope, part.table, part.from, part.to].join(' ');
    return this.memory.recall(key, () => this.repository.findSums(scope, part));
  }
}

/** What there is of a span, for every park or ride. */
interface ReadSpan extends Omit<SpanSums, 'sums'> {
  parts: Map<number, Sums>[];
  /** What days without reports of DOWN bring to it, where others have some. */
  unreported: Map<number, UptimeSums>;
}

function addUp({ id, downReports }: Candidate, { span, days, parts, unreported }: ReadSpan): SpanSums {
  let total: Sums = NO_SUMS;
  for (const part of parts) {
    const sums = part.get(id);
    if (sums !== undefined) total = total === NO_SUMS ? sums : addSums(total, sums);
  }
  return { span, days, sums: reportedOf(total, downReports, span, unreported.get(id)) };
}

function reportedOf(sums: Sums, reports: readonly DownReport[], span: DaySpan, unreported?: UptimeSums): Sums {
  const [piece] = unreportedSpans(reports, span);
  if (piece === undefined) return sums;
  if (contains(piece, span)) return withoutUptime(sums);
  return unreported === undefined ? sums : withoutUnreported(sums, unreported);
}
