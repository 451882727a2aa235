/** One row of the raw history, in effect until the next one. */
export interface HistoryRow {
  atMs: number;
  status: string;
  waitMinutes: number | null;
}

export interface Interval {
  startMs: number;
  endMs: number;
}

/** Figures of a local day as ThemeParks.wiki publishes them. */
export interface SampledDay {
  operatingMinutes: number;
  downMinutes: number;
  unknownMinutes: number;
  min: number;
  p50: number;
  mean: number;
  p90: number;
  max: number;
  firstOperatingAt: string | null;
  lastClosedAt: string | null;
}

const MINUTE_MS = 60_000;

/**
 * The figures of one local day by ThemeParks.wiki's rule: the state is sampled at the start of each minute. An OPERATING
 * minute counts inside the opening hours; outside them it is unknown. Waits are taken from the operating minutes;
 * percentiles are nearest-rank, the mean is rounded. `firstOperatingAt` is the first change to OPERATING within the day;
 * `lastClosedAt` is the end of the last run that began in it.
 */
export function sampleDay(rows: HistoryRow[], day: Interval, hours: Interval): SampledDay {
  const minutes = { operating: 0, down: 0, unknown: 0 };
  const waits: number[] = [];
  for (let atMs = day.startMs; atMs < day.endMs; atMs += MINUTE_MS) {
    const state = rows.findLast((row) => row.atMs <= atMs);
    const isInHours = hours.startMs <= atMs && atMs < hours.endMs;
    if (state?.status === 'DOWN') minutes.down++;
    if (state?.status !== 'OPERATING') continue;
    minutes[isInHours ? 'operating' : 'unknown']++;
    if (isInHours && state.waitMinutes !== null) waits.push(state.waitMinutes);
  }
  const runs = runsOf(rows).filter(({ startMs }) => day.startMs <= startMs && startMs < day.endMs);
  return {
    operatingMinutes: minutes.operating,
    downMinutes: minutes.down,
    unknownMinutes: minutes.unknown,
    ...waitMetrics(waits.sort((a, b) => a - b)),
    firstOperatingAt: instant(runs[0]?.startMs),
    lastClosedAt: instant(runs.at(-1)?.endMs),
  };
}

function waitMetrics(sorted: number[]): Pick<SampledDay, 'min' | 'p50' | 'mean' | 'p90' | 'max'> {
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  const mean = sorted.reduce((sum, wait) => sum + wait, 0) / sorted.length;
  return { min: sorted[0]!, p50: rank(0.5), mean: Math.round(mean), p90: rank(0.9), max: sorted.at(-1)! };
}

/** From each change to OPERATING to the next CLOSED or REFURBISHMENT; a state at the first row is no change. */
function runsOf(rows: HistoryRow[]): { startMs: number; endMs: number | undefined }[] {
  const runs: { startMs: number; endMs: number | undefined }[] = [];
  let isRunning = rows[0]?.status === 'OPERATING';
  for (const { atMs, status } of rows.slice(1)) {
    if (!isRunning && status === 'OPERATING') {
      runs.push({ startMs: atMs, endMs: undefined });
      isRunning = true;
    } else if (isRunning && (status === 'CLOSED' || status === 'REFURBISHMENT')) {
      if (runs.length > 0) runs.at(-1)!.endMs = atMs;
      isRunning = false;
    }
  }
  return runs;
}

function instant(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
