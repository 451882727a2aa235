import fc from 'fast-check';
import { CatalogClaims } from './catalog-claims.js';

const [A, B, PARK, RIDE] = ['a', 'b', 'park', 'ride'] as const;
type Lists = Record<string, string[]>;
const claims = (parks: Lists, children: Lists) =>
  new CatalogClaims(
    Object.entries(parks).map(([themeparksWikiId, ids]) => ({
      themeparksWikiId,
      name: null,
      slug: null,
      parks: ids.map((id) => ({ themeparksWikiId: id, name: null })),
    })),
    new Map(Object.entries(children).map(([id, entities]) => [id, new Set(entities)])),
  );
const at = (destinationUuid: string, isActive = true) => ({ destinationUuid, isActive });

describe('a park', () => {
  it('belongs to the destination that names it, even if others list it among their descendants', () => {
    const both = claims({ [A]: [PARK], [B]: [] }, { [A]: [PARK], [B]: [PARK] });
    expect(both.ownsPark(A, PARK, at(A))).toBe(true);
    expect(both.ownsPark(B, PARK, at(A))).toBe(false);
    expect(both.ownsPark(B, PARK, null)).toBe(false);
  });

  it('moves when only another destination names it and lists it', () => {
    const moved = claims({ [A]: [], [B]: [PARK] }, { [A]: [], [B]: [PARK] });
    expect([moved.ownsPark(A, PARK, at(A)), moved.ownsPark(B, PARK, at(A))]).toEqual([false, true]);
  });

  it('stays where it is as long as the lists contradict each other', () => {
    expect(claims({ [A]: [], [B]: [PARK] }, { [A]: [PARK], [B]: [] }).ownsPark(B, PARK, at(A))).toBe(false);
    const twice = claims({ [A]: [PARK], [B]: [PARK] }, { [A]: [PARK], [B]: [PARK] });
    expect([twice.ownsPark(A, PARK, at(B)), twice.ownsPark(B, PARK, at(B))]).toEqual([false, true]);
    expect([twice.ownsPark(A, PARK, null), twice.ownsPark(B, PARK, null)]).toEqual([true, false]);
  });

  it('that is listed only among descendants stays while its destination lists it', () => {
    const both = claims({ [A]: [], [B]: [] }, { [A]: [PARK], [B]: [PARK] });
    expect(both.ownsPark(B, PARK, at(A))).toBe(false);
    expect(claims({ [A]: [], [B]: [] }, { [A]: [], [B]: [PARK] }).ownsPark(B, PARK, at(A))).toBe(true);
  });
});

describe('a ride', () => {
  it('stays with its destination as long as that lists it, and moves when only another one does', () => {
    expect(claims({ [A]: [], [B]: [] }, { [A]: [RIDE], [B]: [RIDE] }).ownsEntity(B, RIDE, at(A))).toBe(false);
    expect(claims({ [A]: [], [B]: [] }, { [A]: [], [B]: [RIDE] }).ownsEntity(B, RIDE, at(A))).toBe(true);
  });

  it('that is new and listed twice belongs to the first destination of the catalogue', () => {
    const both = claims({ [A]: [], [B]: [] }, { [A]: [RIDE], [B]: [RIDE] });
    expect([both.ownsEntity(A, RIDE, null), both.ownsEntity(B, RIDE, null)]).toEqual([true, false]);
  });

  it('stays while its destination is unavailable, unless it was already missing there', () => {
    const alone = claims({ [A]: [], [B]: [] }, { [B]: [RIDE] });
    expect(alone.ownsEntity(B, RIDE, at(A))).toBe(false);
    expect(alone.ownsEntity(B, RIDE, at(A, false))).toBe(true);
    expect(claims({ [B]: [] }, { [B]: [RIDE] }).ownsEntity(B, RIDE, at(A))).toBe(true);
  });
});

it('never gives a park that is listed to two destinations at once', () => {
  const uuids = fc.subarray([PARK, RIDE, 'other']);
  const lists = fc.record({ [A]: uuids, [B]: uuids });
  const known = fc.record({ destinationUuid: fc.constantFrom(A, B), isActive: fc.boolean() });
  fc.assert(
    fc.property(lists, lists, known, (parks, children, place) => {
      const all = claims(parks, children);
      const owners = ([A, B] as const)
        .filter((id) => parks[id].includes(PARK) || children[id].includes(PARK))
        .filter((id) => all.ownsPark(id, PARK, place));
      expect(owners.length).toBeLessThanOrEqual(1);
    }),
  );
});
