import { type CandidateRide, matchEntities, type MatchDecision, type UnknownEntity } from './name-matcher.js';

function ride(name: string, overrides: Partial<CandidateRide> = {}): CandidateRide {
  return { rideId: 1, name, hasUuid: false, entityType: null, ...overrides };
}

function entity(name: string, overrides: Partial<UnknownEntity> = {}): UnknownEntity {
  return { themeparksWikiId: 'uuid-1', names: [name], isShow: false, ...overrides };
}

function matchOne(name: string, candidates: readonly CandidateRide[]): MatchDecision | undefined {
  return matchEntities([entity(name)], candidates)[0];
}

describe('matchEntities: equal names', () => {
  it.each([
    ["Soarin' Around the World", 'Soarin’ Around the World'],
    ['TRANSFORMERS™: The Ride-3D', 'Transformers: The Ride 3-D'],
    ['Rock ’n’ Roller Coaster', "Rock 'n' Roller Coaster"],
    ['"it\'s a small world"', "it's a small world"],
    ['Star Tours – The Adventures Continue', 'Star Tours: The Adventures Continue'],
    ['Mike & Sulley to the Rescue!', 'Mike and Sulley to the Rescue'],
    ['スペース・マウンテン', 'ｽﾍﾟｰｽ･ﾏｳﾝﾃﾝ'],
    ['Dumbo', 'DUMBO'],
  ])('match with score 1: %s', (archiveName, name) => {
    expect(matchOne(archiveName, [ride('Something Else'), ride(name, { rideId: 7 })])).toEqual({
      themeparksWikiId: 'uuid-1',
      method: 'EXACT_NAME',
      rideId: 7,
      score: 1,
      archiveName,
      matchedName: name,
      reason: 'EQUAL_NAME',
    });
  });

  it('win over similar ones', () => {
    const decision = matchOne('Space Mountain', [ride('Space Mountains'), ride('SPACE MOUNTAIN', { rideId: 2 })]);
    expect(decision).toMatchObject({ method: 'EXACT_NAME', rideId: 2, score: 1 });
  });

  it('match under a seasonal overlay with score 0.95, on either side', () => {
    const expected = { method: 'EXACT_NAME', rideId: 1, score: 0.95, reason: 'SEASONAL_NAME' };
    expect(matchOne('Haunted Mansion Holiday', [ride('Haunted Mansion')])).toMatchObject(expected);
    expect(matchOne("it's a small world", [ride('"it’s a small world" Holiday')])).toMatchObject(expected);
  });

  it('do not match across two seasons, nor shows across any', () => {
    const seasons = matchOne('Christmas Light Show', [ride('Halloween Light Show')]);
    expect(seasons).toMatchObject({ method: 'CREATED', rideId: null });
    const shows = matchEntities(
      [entity("Mickey's Festival Halloween", { isShow: true })],
      [ride("Mickey's Festival", { entityType: 'SHOW' })],
    );
    expect(shows[0]).toMatchObject({ method: 'CREATED', rideId: null });
  });

  it('use any name that the entity or the ride ever had', () => {
    const names = ['Tower of Terror', 'The Twilight Zone Tower of Terror™'];
    const candidates = [
      ride('Tower Hotel'),
      ride('Twilight Zone', { rideId: 3 }),
      ride('Tower of Terror', { rideId: 3 }),
    ];
    const [decision] = matchEntities([entity('', { names })], candidates);
    expect(decision).toMatchObject({ method: 'EXACT_NAME', rideId: 3, archiveName: 'Tower of Terror' });
  });
});

describe('matchEntities: similar names', () => {
  it.each([
    ['Seven Dwarves Mine Train', 'Seven Dwarfs Mine Train'],
    ['Prince Charming Regal Carousel', 'Prince Charming Regal Carrousel'],
    ['Pirates of the Carribean', 'Pirates of the Caribbean'],
    ['Jingle Cruise', 'Jungle Cruise'],
    ['Rock and Roller Coaster', "Rock 'n' Roller Coaster"],
    ['スペースマウンテン', 'スペース・マウンテン'],
  ])('match with a score that respects length: %s', (archiveName, name) => {
    const decision = matchOne(archiveName, [ride('Space Mountain', { rideId: 9 }), ride(name)]);
    expect(decision).toMatchObject({ method: 'FUZZY_NAME', rideId: 1, matchedName: name, reason: 'SIMILAR_NAME' });
    expect(decision?.score).toBeGreaterThanOrEqual(0.8);
    expect(decision?.score).toBeLessThan(1);
  });

  it('are scored as 1 − distance ÷ length', () => {
    expect(matchOne('Jungle Cruises', [ride('Jungle Cruise')])?.score).toBeCloseTo(13 / 14, 10);
  });

  it.each([
    ['Dumbo', 'Jumbo'],
    ['Taron', 'Taro'],
    ['Krake', 'Kraken'],
    ['Dumbo the Flying Elephant', 'Jumbo the Flying Elephant'],
    ['Meet Daring Disney Pals as Circus Stars', 'Meet Dashing Disney Pals as Circus Stars'],
    ['Space Mountain', 'Splash Mountain'],
    ['カリブの海賊', 'カリブの海軍'],
  ])('do not match when short or other words: %s, %s', (archiveName, name) => {
    expect(matchOne(archiveName, [ride(name)])).toMatchObject({
      method: 'CREATED',
      rideId: null,
      reason: 'TOO_DISTANT',
      matchedName: name,
    });
  });

  it('prefer the smaller distance', () => {
    const decision = matchOne('Jungle Cruise', [ride('Jungle Cruisess'), ride('Jungle Cruises', { rideId: 2 })]);
    expect(decision).toMatchObject({ method: 'FUZZY_NAME', rideId: 2 });
  });
});

describe('matchEntities: refusals', () => {
  it.each([
    ['Studio Tour Theater 1', 'Studio Tour Theater 2'],
    ['Racer Blue', 'Racer Red'],
    ['Rocky III The Ride', 'Rocky II The Ride'],
    ['Great Lagoon Track A', 'Great Lagoon Track B'],
    ['TRANSFORMERS 3D', 'TRANSFORMERS'],
    ['Lift Station North', 'Lift Station South'],
  ])('never match names that differ in a distinguishing word: %s, %s', (archiveName, name) => {
    expect(matchOne(archiveName, [ride(name)])).toMatchObject({
      method: 'CREATED',
      rideId: null,
      reason: 'DISTINGUISHING_WORD',
      matchedName: name,
    });
  });

  it('never match a ride with another UUID, and name it for review', () => {
    const decision = matchOne('Space Mountain', [ride('Space Mountain™', { hasUuid: true })]);
    expect(decision).toMatchObject({
      method: 'CREATED',
      reason: 'HAS_OTHER_UUID',
      matchedName: 'Space Mountain™',
      score: 1,
    });
  });

  it('apply the UUID of a ride to all its names', () => {
    const candidates = [ride('Splash Mountain'), ride("Tiana's Bayou Adventure", { hasUuid: true })];
    expect(matchOne('Splash Mountain', candidates)).toMatchObject({ method: 'CREATED', reason: 'HAS_OTHER_UUID' });
  });

  it('never fall back to a worse name when the better one has another UUID', () => {
    const candidates = [ride('Jungle Cruise', { hasUuid: true }), ride('Jungle Cruises', { rideId: 2 })];
    expect(matchOne('Jungle Cruise', candidates)).toMatchObject({ method: 'CREATED', reason: 'HAS_OTHER_UUID' });
  });

  it('use the one without a UUID of two rides with equal names', () => {
    const candidates = [ride('Lake Railroad', { hasUuid: true }), ride('Lake Railroad', { rideId: 2 })];
    expect(matchOne('Lake Railroad', candidates)).toMatchObject({ method: 'EXACT_NAME', rideId: 2 });
  });

  it('never choose between two equally good rides', () => {
    const exact = [ride('Lake Railroad'), ride('Lake RailRoad!', { rideId: 2 })];
    expect(matchOne('Lake Railroad', exact)).toMatchObject({ method: 'CREATED', rideId: null, reason: 'AMBIGUOUS' });
    const fuzzy = [ride('Jungle Cruises'), ride('Jungle Cruiser', { rideId: 2 })];
    expect(matchOne('Jungle Cruise', fuzzy)).toMatchObject({ method: 'CREATED', rideId: null, reason: 'AMBIGUOUS' });
  });

  it('never choose between two names of one entity that fit two rides', () => {
    const [decision] = matchEntities(
      [entity('', { names: ['Old Mill', 'New Mill'] })],
      [ride('Old Mill'), ride('New Mill', { rideId: 2 })],
    );
    expect(decision).toMatchObject({ method: 'CREATED', reason: 'AMBIGUOUS' });
  });

  it('never choose between two entities that claim one ride equally', () => {
    const entities = [entity('Lake Railroad'), entity('Lake RAILROAD', { themeparksWikiId: 'uuid-2' })];
    const decisions = matchEntities(entities, [ride('Lake Railroad')]);
    expect(decisions.map(({ method, reason }) => [method, reason])).toEqual([
      ['CREATED', 'AMBIGUOUS'],
      ['CREATED', 'AMBIGUOUS'],
    ]);
  });

  it('give a ride to the closer of two entities, and the other nothing', () => {
    const entities = [entity('Jungle Cruises'), entity('Jungle Cruise', { themeparksWikiId: 'uuid-2' })];
    const decisions = matchEntities(entities, [ride('Jungle Cruise')]);
    expect(decisions.map(({ method, reason }) => [method, reason])).toEqual([
      ['CREATED', 'HAS_OTHER_UUID'],
      ['EXACT_NAME', 'EQUAL_NAME'],
    ]);
  });

  it.each([
    [true, 'ATTRACTION', 'CREATED'],
    [true, 'RESTAURANT', 'CREATED'],
    [true, 'SHOW', 'EXACT_NAME'],
    [true, null, 'EXACT_NAME'],
    [false, 'SHOW', 'CREATED'],
    [false, 'ATTRACTION', 'EXACT_NAME'],
    [false, null, 'EXACT_NAME'],
  ])('keep shows and rides apart: show %s, ride of type %s → %s', (isShow, entityType, method) => {
    const [decision] = matchEntities(
      [entity('Frozen Ever After', { isShow })],
      [ride('Frozen Ever After', { entityType })],
    );
    expect(decision).toMatchObject({ method, reason: method === 'CREATED' ? 'OTHER_ENTITY_TYPE' : 'EQUAL_NAME' });
  });

  it('report that there are no candidates', () => {
    const expected = { method: 'CREATED', rideId: null, score: 0, matchedName: null, reason: 'NO_CANDIDATE' };
    expect(matchOne('Space Mountain', [])).toMatchObject({ ...expected, archiveName: 'Space Mountain' });
    expect(matchEntities([entity('', { names: [] })], [ride('Space Mountain')])[0]).toMatchObject(expected);
    expect(matchOne('  ', [ride(' ')])).toMatchObject(expected);
  });

  it('report the nearest ride and its score if all are too distant', () => {
    const decision = matchOne('Space Mountain', [ride('Jungle Cruise'), ride('Splash Mountain', { rideId: 2 })]);
    expect(decision).toMatchObject({ reason: 'TOO_DISTANT', matchedName: 'Splash Mountain' });
    expect(decision?.score).toBeCloseTo(12 / 15, 10);
  });
});

describe('matchEntities: decisions', () => {
  it('are one per UUID, with the names of repeated entities merged', () => {
    const decisions = matchEntities([entity('Nothing Alike'), entity('Jungle Cruise')], [ride('Jungle Cruise')]);
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ method: 'EXACT_NAME', archiveName: 'Jungle Cruise' });
  });

  it('are ordered by UUID', () => {
    const entities = ['c', 'a', 'b'].map((themeparksWikiId) => entity('Ride', { themeparksWikiId }));
    expect(matchEntities(entities, []).map((decision) => decision.themeparksWikiId)).toEqual(['a', 'b', 'c']);
  });
});
