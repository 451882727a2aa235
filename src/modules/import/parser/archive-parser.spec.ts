import { deflateSync, gzipSync } from 'node:zlib';
import {
  PARK_ID,
  archiveEvent,
  eventWithQueue,
  parseOptions,
  seededRandom,
  zlibFile,
} from '../../../../test/support/archive-event.js';
import { MAX_WAIT_MINUTES, RIDE_STATUSES, WAIT_UNKNOWN } from '../../snapshots/observations.js';
import { parseArchiveFile } from './archive-parser.js';
import type { ParsedFile } from './parsed-file.js';

const RICH_QUEUE = {
  STANDBY: { waitTime: 45 },
  SINGLE_RIDER: { waitTime: '10' },
  RETURN_TIME: { state: 'AVAILABLE', returnStart: '2024-12-24T19:10:00', returnEnd: null },
  PAID_RETURN_TIME: { state: 'FINISHED', price: { amount: 1500, currency: 'USD' } },
  BOARDING_GROUP: { state: 'PAUSED', currentGroup: { start: 1, end: 5 } },
};

function manyEvents(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) =>
    index % 3 === 0 ? archiveEvent({ name: `Café ™ ${index % 7}` }) : eventWithQueue(RICH_QUEUE),
  );
}

function parse(bytes: Uint8Array): ParsedFile {
  return parseArchiveFile(bytes, parseOptions);
}

describe('a file', () => {
  const events = manyEvents(1000);
  const expected = parse(zlibFile(events));

  it('yields the same whether zlib, gzip or plain, array or wrapped', () => {
    const json = JSON.stringify(events);
    expect(expected).toMatchObject({ read: 1000, rejected: 0 });
    expect(parse(gzipSync(json))).toEqual(expected);
    expect(parse(Buffer.from(json))).toEqual(expected);
    expect(parse(deflateSync(JSON.stringify({ events })))).toEqual(expected);
    expect(parse(deflateSync(JSON.stringify({ version: 2, events, next: [] }, null, 2)))).toEqual(expected);
  });

  it('yields the same whether its text is raw or escaped', () => {
    const escaped = JSON.stringify(events).replace(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(parse(deflateSync(escaped))).toEqual(expected);
  });

  it('is not changed by parsing', () => {
    const bytes = Buffer.from(JSON.stringify(events));
    const copy = Buffer.from(bytes);
    parse(bytes);
    expect(bytes.equals(copy)).toBe(true);
  });

  it('without events is empty, not corrupt', () => {
    expect(parse(zlibFile([]))).toMatchObject({ read: 0, rejected: 0, entities: [], queues: [], issues: [] });
    expect(parse(zlibFile({ events: [] })).snapshots.length).toBe(0);
  });

  it('loses no event of a second compressed stream', () => {
    const bytes = Buffer.concat([zlibFile(events.slice(0, 400)), zlibFile(events.slice(400))]);
    expect(parse(bytes)).toEqual(expected);
  });

  it('keeps its events, with a note, if trailing bytes cannot be read', () => {
    const file = parse(Buffer.concat([zlibFile(events), Buffer.from('0123456789abcdefghij')]));
    expect(file).toMatchObject({ read: 1000, rejected: 0 });
    expect(file.issues.filter(({ reason }) => reason === 'TRAILING_BYTES')).toEqual([
      {
        reason: 'TRAILING_BYTES',
        field: 'file',
        rejected: false,
        count: 1,
        samples: [{ index: 1000, value: '{"bytes":20,"first":"30313233343536373839616263646566"}' }],
      },
    ]);
  });

  it('has columns whose buffers can be moved to another thread', () => {
    const { length, ...columns } = expected.snapshots;
    for (const column of Object.values(columns)) {
      expect(column.buffer.byteLength).toBe(length * column.BYTES_PER_ELEMENT);
    }
  });

  it.each([
    ['{}', 'WRONG_SHAPE'],
    ['[{"entityId":', 'NOT_JSON'],
    ['', 'EMPTY'],
  ])('of %j has the defect %s', (json, defect) => {
    const bytes = deflateSync(json);
    expect(() => parse(bytes)).toThrow(
      expect.objectContaining({ code: 'CORRUPT_FILE', details: { defect, compressedBytes: bytes.length } }) as Error,
    );
  });
});

describe('arbitrary events', () => {
  /** Everything that a column or a row promises, whatever the file said. */
  function expectSound(file: ParsedFile, read: number): void {
    expect(file.read).toBe(read);
    expect(file.snapshots.length + file.rejected).toBe(read);
    const refusals = file.issues.filter((issue) => issue.rejected).reduce((sum, issue) => sum + issue.count, 0);
    expect(refusals).toBe(file.rejected);
    const { recordedAtMs, status, waitMinutes, entityIndex } = file.snapshots;
    expect(recordedAtMs.every((at) => at >= parseOptions.minInstantMs && at < parseOptions.maxInstantMs)).toBe(true);
    expect(status.every((code) => code <= RIDE_STATUSES.length)).toBe(true);
    expect(waitMinutes.every((wait) => wait >= WAIT_UNKNOWN && wait <= MAX_WAIT_MINUTES)).toBe(true);
    expect(entityIndex.every((index) => index < file.entities.length)).toBe(true);
    for (const { row, queue } of file.queues) {
      expect(row).toBeLessThan(file.snapshots.length);
      expect(Object.values(queue).every((value) => typeof value !== 'number' || Number.isInteger(value))).toBe(true);
    }
  }

  const POISON = [
    'null', 'true', '0', '-0', '-1', '1e400', '-1e400', '0.1', '9007199254740993', '""', '" "', '"NaN"', '"__proto__"',
    '"\\ud800"', '"\\u0000"', '"é™日本🎢"', '"2024-02-30T00:00:00Z"', '"2024-12-25T00:05:10"', `"${PARK_ID}"`, '[]', '[[[]]]',
    '{}', '{"__proto__":{"waitTime":5}}', '{"constructor":{"prototype":1}}', '{"toString":null,"valueOf":1}',
    '{"hasOwnProperty":1,"length":-1}', '{"STANDBY":[]}', '[{"waitTime":5}]', `"${'x'.repeat(5000)}"`,
  ]; // prettier-ignore

  /** Replaces a value, renames a key or doubles a member somewhere in the JSON of an event. */
  function mutate(json: string, random: () => number): string {
    const values = [...json.matchAll(/(?<=[:,[])("(?:[^"\\]|\\.)*"|-?\d+|null|\{\}|\[\])(?=[,}\]])/g)];
    const keys = [...json.matchAll(/"(?:[^"\\]|\\.)*"(?=:)/g)];
    const poison = POISON[Math.floor(random() * POISON.length)]!;
    const onKey = random() < 0.25;
    const targets = onKey ? keys : values;
    const target = targets[Math.floor(random() * targets.length)];
    if (target === undefined) return poison;
    const replacement = onKey
      ? ['"__proto__"', '"constructor"', '"data"', '"queue"', '"PAID_STANDBY"', '"é"'][Math.floor(random() * 6)]!
      : poison;
    return json.slice(0, target.index) + replacement + json.slice(target.index + target[0].length);
  }

  it('are each counted as kept or rejected (10,000 mutated events)', () => {
    const random = seededRandom(2024);
    for (let round = 0; round < 10; round++) {
      const events = Array.from({ length: 1000 }, (_, index) => {
        let json = JSON.stringify(index % 2 === 0 ? archiveEvent() : eventWithQueue(RICH_QUEUE));
        for (let times = 1 + Math.floor(random() * 4); times > 0; times--) json = mutate(json, random);
        return json;
      });
      const file = parse(deflateSync(`[${events.join(',')}]`));
      expectSound(file, 1000);
      expect(file.snapshots.length).toBeGreaterThan(200);
      expect(file.rejected).toBeGreaterThan(100);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('are counted with any value in place of any member', () => {
    const members = Object.keys(archiveEvent());
    const events = members.flatMap((member) =>
      POISON.map((poison) => JSON.stringify(archiveEvent({ [member]: '@' })).replace('"@"', () => poison)),
    );
    expectSound(parse(deflateSync(`[${events.join(',')}]`)), events.length);
  });

  it('cost only their entry or field if nested deeper than the stack', () => {
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const event = JSON.stringify(archiveEvent({ data: '@' })).replace('"@"', deep(200_000));
    const file = parse(deflateSync(`[${deep(200_000)},${event},${JSON.stringify(archiveEvent())}]`));
    expect(file).toMatchObject({ read: 3, rejected: 1 });
    expect(file.issues.map(({ reason }) => reason)).toEqual(['NOT_AN_OBJECT', 'INVALID_DATA']);
  });
});
