/** From `startMs` up to but not including `endMs`. */
export interface TimeInterval {
  startMs: number;
  endMs: number;
}

/** The gaps between the opening intervals of a park; overlapping intervals (early entry, extended evening) are merged. */
export function closedIntervals(openingIntervals: readonly TimeInterval[], within: TimeInterval): TimeInterval[] {
  const closed: TimeInterval[] = [];
  let closedFromMs = within.startMs;
  for (const { startMs, endMs } of [...openingIntervals].sort((a, b) => a.startMs - b.startMs)) {
    if (endMs <= startMs) continue;
    if (startMs > closedFromMs) closed.push({ startMs: closedFromMs, endMs: Math.min(startMs, within.endMs) });
    closedFromMs = Math.max(closedFromMs, endMs);
    if (closedFromMs >= within.endMs) return closed;
  }
  return [...closed, { startMs: closedFromMs, endMs: within.endMs }];
}

/** The part of `window` within any of `windows`; overlapping windows count once. */
export function overlapMs(window: TimeInterval, windows: readonly TimeInterval[]): number {
  const closedMs = closedIntervals(windows, window).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return window.endMs - window.startMs - closedMs;
}

/** Merges the windows into as few as possible, including gaps of at most `apartMs` between them. */
export function merged(windows: readonly TimeInterval[], apartMs: number): TimeInterval[] {
  const list: TimeInterval[] = [];
  for (const { startMs, endMs } of [...windows].sort((a, b) => a.startMs - b.startMs)) {
    const last = list.at(-1);
    if (last !== undefined && startMs <= last.endMs + apartMs) last.endMs = Math.max(last.endMs, endMs);
    else list.push({ startMs, endMs });
  }
  return list;
}
