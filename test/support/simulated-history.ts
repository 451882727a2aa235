/** The history as a client reads it. */
export interface Fields {
  status?: string | null | undefined;
  queue?: Record<string, Record<string, unknown>> | undefined;
  showtimes?: { startTime: string; endTime: string | null; type: string }[] | undefined;
}

export interface Row extends Fields {
  time: string;
  changed: string[];
}

export interface Opening extends Fields {
  time: string;
  observedAt?: string;
  observedAtByKind?: Record<string, string>;
  degraded?: true;
}

export interface EntityHistory {
  id: string;
  name: string;
  entityType: string;
  coverage: { firstRecordedAt: string | null };
  opening: Opening;
  history: Row[];
}

export interface ParkHistory {
  id: string;
  range: { from: string; to: string };
  entities: EntityHistory[];
}

/** The state that is carried forward to an instant. */
export function carriedAt({ opening, history }: Pick<EntityHistory, 'opening' | 'history'>, instantMs: number): Fields {
  const { status, queue, showtimes } = history.findLast(({ time }) => Date.parse(time) <= instantMs) ?? opening;
  return { status, queue, showtimes };
}

/** Leaf paths with their values; lists are leaves. */
export function leavesOf({ status, queue, showtimes }: Fields): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (path: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
    } else if (value !== undefined) leaves.set(path, JSON.stringify(value));
  };
  walk('status', status);
  walk('queue', queue);
  walk('showtimes', showtimes);
  return leaves;
}

/** The paths at which a row differs from the state before it. */
export function differences(before: Fields, after: Fields): string[] {
  const old = leavesOf(before);
  return [...leavesOf(after)].filter(([path, value]) => old.get(path) !== value).map(([path]) => path);
}
