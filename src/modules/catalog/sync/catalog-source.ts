/**
 * Where the catalogue comes from. Answers are as they came: whoever asks reads them with care.
 * @throws CatalogUnavailableError where there is no answer
 */
export abstract class CatalogSource {
  abstract fetchDestinations(): Promise<unknown>;
  /** All descendants of an entity. */
  abstract fetchChildren(themeparksWikiId: string): Promise<unknown>;
  abstract fetchEntity(themeparksWikiId: string): Promise<unknown>;
  /** The published schedule of a park, from its local today on. */
  abstract fetchSchedule(themeparksWikiId: string): Promise<unknown>;
}
