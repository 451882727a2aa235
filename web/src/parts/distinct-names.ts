export interface Named {
  id: number;
  name: string;
  /** The park of a ride, or the destination of a park. Empty: none. */
  place: string;
}

/**
 * The name of each entry. Equal names are told apart by their places, and by ids where those are equal too:
 * `Dragon Mountain (Cypress Kingdom)`.
 */
export function distinctNames(entries: readonly Named[]): Map<number, string> {
  const texts = distinctTexts(entries);
  return new Map(entries.map(({ id }, index) => [id, texts[index]!]));
}

/** The same in the order of the entries, which may be of several kinds with ids of their own. */
export function distinctTexts(entries: readonly Named[]): string[] {
  const names = countsOf(entries.map(({ name }) => name));
  const places = countsOf(entries.map(placedName));
  return entries.map((entry) => {
    const { id, name, place } = entry;
    if (names.get(name) === 1) return name;
    if (place !== '' && places.get(placedName(entry)) === 1) return placedName(entry);
    return `${name} (${place === '' ? '' : `${place}, `}id ${id})`;
  });
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
