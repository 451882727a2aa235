/** The value below which a share of the values lies (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => percentile(values, 0.5);

export const thousands = (value) => Math.round(value).toLocaleString('en');

/** `0.42`, `3.1`, `128`: three digits that mean something. */
export const milliseconds = (ms) => (ms >= 100 ? thousands(ms) : ms.toFixed(ms >= 10 ? 0 : ms >= 1 ? 1 : 2));

/** A table in Markdown. */
export function markdown(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `\n${lines.join('\n')}\n`;
}

export async function secondsOf(work) {
  const startedMs = performance.now();
  const result = await work();
  return { seconds: (performance.now() - startedMs) / 1000, result };
}
