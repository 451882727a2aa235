import { readFileSync } from 'node:fs';
import { archiveEvent, parseEvents } from '../support/archive-event.js';
import { liveEntry, parseEntries } from '../support/live-response.js';
import { contentOfArchive, contentOfLive, type Content } from './observed-content.js';

interface Example {
  contains: Record<string, unknown>;
  stored: Content;
  notes: string[];
}

const ROW = /^\| `(.+?)`\s*\| `(.+?)`\s*\|(?: `(\w+)`)?\s*\|$/;

/** Times are instants in the page and milliseconds in the code. */
function readExample(line: string): Example[] {
  const [, contains, stored, note] = ROW.exec(line) ?? [];
  if (contains === undefined || stored === undefined) return [];
  const values = Object.entries(JSON.parse(stored) as Content).map(([name, value]) => {
    return [name, name.endsWith('Ms') && typeof value === 'string' ? Date.parse(value) : value] as const;
  });
  return [
    {
      contains: JSON.parse(contains) as Record<string, unknown>,
      stored: Object.fromEntries(values),
      notes: note === undefined ? [] : [note],
    },
  ];
}

const examples = readFileSync('docs/reading.md', 'utf8').split('\n').flatMap(readExample);

describe('the worked examples of docs/reading.md', () => {
  it('are found on the page', () => {
    expect(examples.length).toBeGreaterThanOrEqual(12);
  });

  it.each(examples)('hold for live data: $contains', ({ contains, stored, notes }) => {
    const response = parseEntries(liveEntry({ queue: null, ...contains }));
    expect(contentOfLive(response.observations[0]!)).toMatchObject(stored);
    expect(response.issues.map(({ reason }) => reason)).toEqual(notes);
  });

  it.each(examples)('hold for the archive: $contains', ({ contains, stored, notes }) => {
    const file = parseEvents([archiveEvent({ data: contains })]);
    expect(contentOfArchive(file)).toMatchObject(stored);
    expect(file.issues.map(({ reason }) => reason)).toEqual(notes);
  });
});
