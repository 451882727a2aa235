import { groupBy } from '../../common/collections.js';
import { UUID_PATTERN } from '../../common/reading/field-readers.js';
import { normaliseName } from '../catalog/id-matching/name-normaliser.js';
import type { OwnPark } from '../catalog/own-rides/own-rides.service.js';

/** Finds parks by the words of a catalogue: internal id, UUID, slug or name. */
export class ParkIndex {
  private readonly byId: ReadonlyMap<number, OwnPark>;
  private readonly byUuid: ReadonlyMap<string, OwnPark>;
  private readonly bySlug: ReadonlyMap<string, OwnPark>;
  private readonly byName: ReadonlyMap<string, readonly OwnPark[]>;

  constructor(parks: readonly OwnPark[]) {
    this.byId = new Map(parks.map((park) => [park.parkId, park]));
    this.byUuid = new Map(parks.map((park) => [park.themeparksWikiId!, park]));
    this.bySlug = new Map(parks.flatMap((park) => park.slugs.map((slug): [string, OwnPark] => [slug, park])));
    const present = parks.filter(({ mergedIntoParkId }) => mergedIntoParkId === null);
    this.byName = groupBy(present, ({ name }) => normaliseName(name));
  }

  /** The park, or the problem with the text. A merged park is its target. */
  find(text: string): OwnPark | string {
    const found = this.byAddress(text);
    if (found !== undefined) return this.byId.get(found.mergedIntoParkId ?? found.parkId)!;
    const [named, another] = this.byName.get(normaliseName(text)) ?? [];
    if (named === undefined) return `No park has the id, UUID, slug or name "${text}"`;
    return another === undefined ? named : `Several parks are called "${text}": use the id, UUID or slug instead`;
  }

  /** Whether the text is a UUID that no park has. */
  isUnknownUuid(text: string): boolean {
    return UUID_PATTERN.test(text) && !this.byUuid.has(text.toLowerCase());
  }

  private byAddress(text: string): OwnPark | undefined {
    if (/^\d{1,10}$/.test(text)) return this.byId.get(Number(text));
    return this.byUuid.get(text.toLowerCase()) ?? this.bySlug.get(text.toLowerCase());
  }
}
