import { endpointOf, readShape } from './read-shape.js';

const ID = '89db5d43-c434-4097-b71f-f6869f495a22';

describe('the call of a path', () => {
  it.each([
    ['destinations', 'DESTINATIONS'],
    [ID, 'LIVE'],
    [`entity/${ID}`, 'ENTITY'],
    [`entity/${ID}/children`, 'CHILDREN'],
    [`entity/${ID}/schedule/2026/08`, 'SCHEDULE'],
    [`/entity/${ID}/history?date=2026-09-26`, 'HISTORY'],
    [`entity/${ID}/history/daily`, 'HISTORY_DAILY'],
    [`entity/${ID}/history/coverage`, 'HISTORY_COVERAGE'],
    ['me', null],
  ])('%s is that of %s', (path, endpoint) => {
    expect(endpointOf(path)).toBe(endpoint);
  });
});

describe('the shape of a response', () => {
  it('counts keys by place and unknown words by field, in lists and nested objects', () => {
    const standby = { waitTime: 5 };
    const liveData = [
      { id: '1', status: 'OPERATING', queue: { STANDBY: standby }, crowd: 'HIGH' },
      { id: '2', status: 'DELAYED', queue: { STANDBY: { ...standby, trend: 1 }, VIRTUAL: { at: 1 } } },
      'damaged',
    ];
    const { shapes, unknownWords } = readShape('LIVE', { id: ID, liveData })!;
    const unknown = shapes.flatMap(({ kind, keys }) =>
      keys.filter(({ known }) => !known).map(({ key, count }) => [kind, key, count]),
    );
    expect(unknown).toEqual([
      ['liveData', 'crowd', 1],
      ['liveData.queue', 'VIRTUAL', 1],
      ['liveData.queue.STANDBY', 'trend', 1],
    ]);
    expect(shapes.map(({ kind, objects }) => [kind, objects])).toEqual([
      ['response', 1],
      ['liveData', 2],
      ['liveData.queue', 2],
      ['liveData.queue.STANDBY', 2],
    ]);
    expect(unknownWords).toEqual([{ field: 'liveData.status', word: 'DELAYED', count: 1 }]);
  });

  it('counts at most 100 elements of a list, spread over all of it', () => {
    const children = Array.from({ length: 1000 }, (_, index) => ({ id: '1', ...(index > 900 ? { colour: 1 } : {}) }));
    const [, list] = readShape('CHILDREN', { children })!.shapes;
    expect(list).toMatchObject({ kind: 'children', objects: 100 });
    expect(list!.keys.find(({ key }) => key === 'colour')?.count).toBeGreaterThan(5);
  });

  it('is that of the reader for the History API, and none for something else', () => {
    const body = {
      id: ID,
      history: [{ time: '2026-09-26T11:30:53Z', status: 'CLOSED', changed: [], mood: 1 }],
      next: null,
    };
    const row = readShape('HISTORY', body)!.shapes.find(({ kind }) => kind === 'row');
    expect(row?.keys).toContainEqual({ key: 'mood', count: 1, known: false });
    expect([readShape('HISTORY', 'nothing'), readShape('LIVE', [1]), readShape('ENTITY', null)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
