import { CorruptFileError } from './parsed-file.js';
import { seededRandom } from '../../../../test/support/archive-event.js';
import { readEvents } from './archive-parser.js';

function read(text: string): { batches: unknown[][]; decodeText: (raw: string) => string } {
  const { batches, decodeText } = readEvents(Buffer.from(text), 1);
  return { batches: [...batches], decodeText };
}

function readAll(text: string): unknown[] {
  return read(text).batches.flat();
}

function defectOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof CorruptFileError) return error.defect;
    throw error;
  }
  return 'none';
}

/** Long enough to be read in several segments, with everything that could be taken for a boundary. */
function trickyEvents(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    text: '},{"a":[1,2]} \\ " \\" ],[ \\\\',
    nested: [{ deep: [[], {}, ['],', { '}': '{' }]] }, {}, []],
    filler: 'x'.repeat(index % 997),
  }));
}

describe('the events of a file', () => {
  it.each([
    ['an empty array', '[]', []],
    ['an empty array with space', ' [ \n ] ', []],
    ['an array', '[{"a":1},2,null]', [{ a: 1 }, 2, null]],
    ['a wrapped array', '{"events":[{"a":1}]}', [{ a: 1 }]],
    ['a wrapped empty array', '{"events":[]}', []],
    ['a wrapped array among other members', '{"v":{"events":[9]},"n":"]","events":[1,2],"x":[3]}', [1, 2]],
    ['a wrapped array with space everywhere', ' { "a" : [ ] , "events" : [ 1 , 2 ] , "b" : { } } ', [1, 2]],
  ])('%s', (_, text, expected) => {
    expect(readAll(text)).toEqual(expected);
  });

  it.each([
    ['full after empty', '{"events":[],"events":[1]}'],
    ['empty after full', '{"events":[1],"events":[]}'],
    ['another thing after them', '{"events":[1],"a":2,"events":null}'],
    ['written with an escape', '{"events":[1],"\\u0065vents":[2]}'],
  ])('are rejected if the file has them twice, because readers would differ: %s', (_, text) => {
    expect(defectOf(text)).toBe('WRONG_SHAPE');
  });

  it.each([
    ['compact', undefined],
    ['pretty printed', 2],
  ])('are the same in segments as in one piece (%s)', (_, indent) => {
    const events = trickyEvents(500);
    const array = read(JSON.stringify(events, null, indent));
    expect(array.batches.length).toBeGreaterThan(3);
    expect(array.batches.flat()).toEqual(events);
    expect(readAll(JSON.stringify({ before: trickyEvents(3), events, after: ']' }, null, indent))).toEqual(events);
  });

  it('are distinguished from similar text in nested lists and strings', () => {
    const like = {
      entityId: 'a',
      text: ' },{"entityId": \\"},{\\"entityId\\": ',
      nested: [{ entityId: 'b' }, { entityId: 'c' }],
    };
    const long = { entityId: 'd', list: Array(3000).fill({ entityId: 'e' }), text: '},{"entityId":'.repeat(5000) };
    const events = [...Array<unknown>(1000).fill(like), long, ...Array<unknown>(1000).fill(like), long, like];
    expect(readAll(JSON.stringify(events))).toEqual(events);
    expect(defectOf(JSON.stringify(events).slice(0, -3))).toBe('NOT_JSON');
  });

  it('may be larger than a segment', () => {
    const events = ['x'.repeat(100_000), { a: 'y'.repeat(200_000) }, 1];
    expect(readAll(JSON.stringify(events))).toEqual(events);
  });

  it('are never all in memory at once', () => {
    const events = trickyEvents(2000);
    const largest = Math.max(...read(JSON.stringify(events)).batches.map((batch) => batch.length));
    expect(largest).toBeLessThan(events.length / 10);
  });

  it.each(['plain', 'Café ™ 日本 🎢', 'escaped \u0001 Ã©', 'Ã© â„¢'])('have the original text: %s', (name) => {
    for (const text of [JSON.stringify([name]), JSON.stringify([name, '\u0001'])]) {
      const { batches, decodeText } = read(text);
      expect(decodeText(batches.flat()[0] as string)).toBe(name);
    }
  });

  it('have the unescaped text next to raw text', () => {
    const { batches, decodeText } = read('["Caf\\u00e9","Café","\\ud83c\\udfa2"]');
    expect(batches.flat().map((raw) => decodeText(raw as string))).toEqual(['Café', 'Café', '🎢']);
  });
});

describe('a file without readable events', () => {
  const long = JSON.stringify(trickyEvents(500));
  it.each([
    ['an array cut in an event', '[{"a":1},{"b"', 'NOT_JSON'],
    ['an array that does not end', '[1,2', 'NOT_JSON'],
    ['a bracket alone', '[', 'NOT_JSON'],
    ['a brace alone', '{', 'NOT_JSON'],
    ['a string that does not end', '["a', 'NOT_JSON'],
    ['a string that ends in an escape', '["a\\', 'NOT_JSON'],
    ['a trailing comma', '[1,]', 'NOT_JSON'],
    ['a leading comma', '[,1]', 'NOT_JSON'],
    ['a missing value', '[1,,2]', 'NOT_JSON'],
    ['the wrong bracket', '[1}', 'NOT_JSON'],
    ['NaN', '[NaN]', 'NOT_JSON'],
    ['something after the array', '[1] 2', 'NOT_JSON'],
    ['two arrays', '[1][2]', 'NOT_JSON'],
    ['a wrapped array in an object that does not end', '{"events":[1]', 'NOT_JSON'],
    ['a broken member before the events', '{"a":nope,"events":[1]}', 'NOT_JSON'],
    ['a broken member after the events', '{"events":[1],"a"}', 'NOT_JSON'],
    ['a broken object without events', '{"a":}', 'NOT_JSON'],
    ['text', 'hello', 'NOT_JSON'],
    ['a long array with a trailing comma', `${long.slice(0, -1)},]`, 'NOT_JSON'],
    ['a long array cut', long.slice(0, -2), 'NOT_JSON'],
    ['an empty object', '{}', 'WRONG_SHAPE'],
    ['an object without events', '{"error":"not found"}', 'WRONG_SHAPE'],
    ['events deeper down', '{"data":{"events":[1]}}', 'WRONG_SHAPE'],
    ['events that are an object', '{"events":{"0":1}}', 'WRONG_SHAPE'],
    ['events that are null', '{"events":null}', 'WRONG_SHAPE'],
    ['a number', '5', 'WRONG_SHAPE'],
    ['a string', '"[1]"', 'WRONG_SHAPE'],
  ])('%s', (_, text, defect) => {
    expect(defectOf(text)).toBe(defect);
  });

  it('is rejected for a stray comma at the edge of any segment', () => {
    const filler = (length: number) => JSON.stringify('x'.repeat(length));
    for (let length = 32_750; length < 32_775; length++) {
      expect(defectOf(`[${filler(length)},,1]`)).toBe('NOT_JSON');
      expect(defectOf(`[${filler(length)},]`)).toBe('NOT_JSON');
      expect(defectOf(`[${filler(length)}, ]`)).toBe('NOT_JSON');
      expect(defectOf(`[${filler(length)},1]`)).toBe('none');
    }
  });

  it('is rejected for random damage exactly when JSON.parse rejects it', () => {
    const random = seededRandom(7);
    const bytes = '{}[],:"\\ 1a';
    const text = JSON.stringify([{ a: '"\\', b: [1, { c: [] }] }, 'x,y', [{}, { d: '{' }]]);
    for (let round = 0; round < 5_000; round++) {
      const at = Math.floor(random() * text.length);
      const damage = bytes[Math.floor(random() * bytes.length)]!;
      const damaged = text.slice(0, at) + damage + text.slice(at + Math.floor(random() * 3));
      let expected: unknown;
      try {
        expected = JSON.parse(damaged);
      } catch {
        expected = undefined;
      }
      if (Array.isArray(expected)) expect(readAll(damaged)).toEqual(expected);
      else expect([damaged, defectOf(damaged)]).toEqual([damaged, expected === undefined ? 'NOT_JSON' : 'WRONG_SHAPE']);
    }
  });
});
