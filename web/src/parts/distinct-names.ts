export interface Named {
  id: number;
  name: string;
  /** What it is in: the park of a ride, the destination of a park. */
  place: string;
}

/**
 * The name of each entry. Equal names are told apart by their places, and by ids where those are equal too:
 * `Dragon Mountain (Cypress Kingdom)`.
 */
export function distinctNames(entries: readonly Named[]): Map<number, string> {
  const names = countsOf(entries.map(({ name }) => name));
  const places = countsOf(entries.map(placedName));
  return new Map(
    entries.map((entry) => {
      if (names.get(entry.name) === 1) return [entry.id, entry.name];
      if (places.get(placedName(entry)) === 1) return [entry.id, placedName(entry)];
      return [entry.id, `${entry.name} (${entry.place}, id ${entry.id})`];
    }),
  );
}

const placedName = ({ name, place }: Named): string => `${name} (${place})`;

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The names of parks, for lists to choose from. */
export const parkNames = (
  parks: readonly { parkId: number; name: string; destinationName: string }[],
): Map<number, string> =>
  distinctNames(parks.map(({ parkId, name, destinationName }) => ({ id: parkId, name, place: destinationName })));
