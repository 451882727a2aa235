/** By object key, the versions from which the stored rows of a file may come. */
export type EarlierEtags = ReadonlyMap<string, readonly string[]>;

interface Reading {
  objectKey: string;
  etag: string;
  /** The one park that the reading import was confined to; null for all. */
  parkId: number | null;
}

/**
 * What was read last, for an import of `parkId` (null: of all parks); `readings` in order of time. A reading of all that
 * this import is about outdates those before it. One of another park than this import's says nothing about its rows.
 */
export function latestEtags(readings: readonly Reading[], parkId: number | null): EarlierEtags {
  const byScope = new Map<string, Map<number | null, string>>();
  for (const reading of readings) {
    if (parkId !== null && reading.parkId !== null && reading.parkId !== parkId) continue;
    const coversAll = reading.parkId === null || reading.parkId === parkId;
    const versions = coversAll ? undefined : byScope.get(reading.objectKey);
    byScope.set(reading.objectKey, new Map(versions).set(reading.parkId, reading.etag));
  }
  return new Map([...byScope].map(([objectKey, versions]) => [objectKey, [...versions.values()]]));
}
