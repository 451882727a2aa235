import { type Change, eventText, newChanges, readEventId } from './change.js';

const change = (key: string, data: object): Change => ({ type: 'job', key, parkId: null, data });

describe('changes', () => {
  it('are delivered once for each new state', () => {
    const delivered = new Map<string, string>();
    const keysOf = (changes: Change[]) => newChanges(changes, delivered).map(({ key }) => key);
    expect(keysOf([change('a', { n: 1 }), change('b', { n: 1 })])).toEqual(['a', 'b']);
    expect(keysOf([change('a', { n: 1 }), change('b', { n: 2 })])).toEqual(['b']);
    expect(keysOf([change('a', { n: 1 })])).toEqual([]);
  });

  it('are one event of text, whatever their data contains', () => {
    expect(eventText({ type: 'finding', data: { reason: 'a\nb' } }, 7)).toBe(
      'id: 7\nevent: finding\ndata: {"reason":"a\\nb"}\n\n',
    );
  });

  it.each([
    ['1795969539211', 1_795_969_539_211],
    ['', null],
    ['-1', null],
    ['1.5', null],
    ['junk', null],
    ['9'.repeat(16), null],
  ])('have ids that are instants: %j is %j', (text, id) => {
    expect(readEventId(text)).toBe(id);
  });
});
