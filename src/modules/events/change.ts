/** The state of something after a change, for listeners. */
export interface Change {
  /** Name of the event. */
  type: string;
  /** Identifies what changed among changes of the type. */
  key: string;
  /** Null: it concerns every park. */
  parkId: number | null;
  data: object;
}

/** Reads what changed at or after an instant. May return a change again; {@link newChanges} removes it. */
export type ReadChanges = (since: Date) => Promise<Change[]>;

/** The changes that were not delivered in the same form yet. Remembers them in `delivered`. */
export function newChanges(changes: readonly Change[], delivered: Map<string, string>): Change[] {
  return changes.filter(({ type, key, data }) => {
    const [id, text] = [`${type} ${key}`, JSON.stringify(data)];
    if (delivered.get(id) === text) return false;
    delivered.set(id, text);
    return true;
  });
}

/** One event as text/event-stream; `data` is a single line of JSON. */
export function eventText({ type, data }: Pick<Change, 'type' | 'data'>, id: number): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Ids are instants in milliseconds: everything that was delivered before. Null: the text is no such id. */
export function readEventId(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
