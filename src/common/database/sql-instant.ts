const MS_PER_DAY = 86_400_000;
const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));
let cachedDay = Number.NaN;
let cachedDate = '';

/** `2024-12-25 00:05:10` in UTC; the fraction is truncated, not rounded, so that a row never moves to another day. */
export function sqlSeconds(instantMs: number): string {
  const day = Math.floor(instantMs / MS_PER_DAY);
  if (day !== cachedDay) {
    cachedDay = day;
    cachedDate = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
  }
  const seconds = Math.floor((instantMs - day * MS_PER_DAY) / 1000);
  return `${cachedDate} ${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`;
}

/** `2024-12-25 00:05:10.644` in UTC. */
export function sqlInstant(instantMs: number): string {
  return `${sqlSeconds(instantMs)}.${three[((instantMs % 1000) + 1000) % 1000]}`;
}
