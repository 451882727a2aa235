const DAY_MS = 86_400_000;
const QUARTER_HOUR_MS = 900_000;

type Short = { $days?: [string, number]; $repeat?: [number, number]; entry?: unknown } | null;

/**
 * Expands the short forms of a case at the instant of a request: `{"$repeat":[1,60],"entry":{…}}` in a list stands for
 * 60 entries, with `$#` as two digits; `{"$days":["2026-08-17",30],"entry":{…}}` for 30 days, with `$DATE` (`$TODAY` as
 * first day is the UTC date of the request); `"$NOW"` is the instant; `"$WAIT"` a wait from 10 to 65 minutes that moves
 * every quarter of an hour.
 */
export function expand(value: unknown, nowMs: number): unknown {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => expandItem(item, nowMs));
  if (value === '$NOW') return new Date(nowMs).toISOString().replace(/\.\d+Z/, 'Z');
  if (value === '$WAIT') return movingWaitMinutes(nowMs, 0);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, nowMs)]));
  }
  return value;
}

function expandItem(item: unknown, nowMs: number): unknown[] {
  const { $days, $repeat, entry } = (item as Short) ?? {};
  if ($days !== undefined) return expandDays($days, JSON.stringify(entry), nowMs);
  if ($repeat !== undefined) return expandRepeat($repeat, JSON.stringify(entry), nowMs);
  return [expand(item, nowMs)];
}

function expandDays([first, days]: [string, number], entry: string, nowMs: number): unknown[] {
  const firstMs = Date.parse(first === '$TODAY' ? utcDate(nowMs) : first);
  return Array.from({ length: days }, (_, index): unknown =>
    JSON.parse(entry.replaceAll('$DATE', utcDate(firstMs + index * DAY_MS))),
  );
}

function expandRepeat([first, last]: [number, number], entry: string, nowMs: number): unknown[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const numbered = entry
      .replaceAll('$#', String(number).padStart(2, '0'))
      .replaceAll('"$WAIT"', String(movingWaitMinutes(nowMs, number)));
    return expand(JSON.parse(numbered), nowMs);
  });
}

function movingWaitMinutes(nowMs: number, number: number): number {
  return 10 + 5 * (Math.floor(nowMs / QUARTER_HOUR_MS + number) % 12);
}

function utcDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
