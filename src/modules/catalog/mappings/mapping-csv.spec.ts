import { parseMappingCsv } from './mapping-csv.js';

const A = 'd56506e2-6ad3-443a-8065-fea37987248d';
const B = '55c531b6-3ce2-4c47-a8a1-0dc9107d825b';
const C = '64a6915f-a835-4226-ba5c-8389fc4cade3';

function csv(...lines: string[]): string {
  return `${lines.join('\n')}\n`;
}

describe('parseMappingCsv', () => {
  it('reads targets by ride id and by park and name', () => {
    const text = csv('themeparks_wiki_id,ride_id,park_id,ride_name', `${A},12,,`, `${B},,3,"DINOSAUR, the ride"`);
    expect(parseMappingCsv(text)).toEqual({
      mappings: [
        { themeparksWikiId: A, target: { kind: 'RIDE_ID', rideId: 12 }, line: 2 },
        { themeparksWikiId: B, target: { kind: 'RIDE_NAME', parkId: 3, rideName: 'DINOSAUR, the ride' }, line: 3 },
      ],
      problems: [],
    });
  });

  it('accepts a BOM, CRLF, columns in any order and case, further columns, blank lines and upper-case UUIDs', () => {
    const text = `\uFEFFnote,Ride_ID, themeparks_wiki_id\r\n\r\n"two\r\nlines",5,${A.toUpperCase()}\r\n,,\r\nx,6,${B}`;
    expect(parseMappingCsv(text)).toEqual({
      mappings: [
        { themeparksWikiId: A, target: { kind: 'RIDE_ID', rideId: 5 }, line: 3 },
        { themeparksWikiId: B, target: { kind: 'RIDE_ID', rideId: 6 }, line: 6 },
      ],
      problems: [],
    });
  });

  it('uses ride_id as the target, and keeps the other columns for comparison', () => {
    const text = csv('themeparks_wiki_id,ride_id,park_id,ride_name', `${A},12,3,DINOSAUR`, `${B},13,,Tower`);
    expect(parseMappingCsv(text).mappings.map(({ target }) => target)).toEqual([
      { kind: 'RIDE_ID', rideId: 12, parkId: 3, rideName: 'DINOSAUR' },
      { kind: 'RIDE_ID', rideId: 13, rideName: 'Tower' },
    ]);
  });

  it('keeps every row with different facts about the same ride', () => {
    const text = csv('themeparks_wiki_id,ride_id,park_id,ride_name', `${A},12,3,`, `${A},12,3,`, `${A},12,4,`);
    expect(parseMappingCsv(text).mappings.map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each([
    ['', 'empty'],
    ['\n\n', 'empty'],
    [`${A},12\n`, 'themeparks_wiki_id'],
    [`ride_id,name\n12,x\n`, 'themeparks_wiki_id'],
    [`themeparks_wiki_id,park_id\n${A},1\n`, 'ride_id'],
  ])('needs a header: %j', (text, word) => {
    const { mappings, problems } = parseMappingCsv(text);
    expect(mappings).toEqual([]);
    expect(problems).toEqual([{ line: 1, message: expect.stringContaining(word) as string }]);
  });

  it.each([
    ['not-a-uuid,12,,', 'not a UUID'],
    [',12,,', 'not a UUID'],
    [`${A},abc,,`, 'ride_id "abc"'],
    [`${A},0,,`, 'ride_id "0"'],
    [`${A},12,x,`, 'park_id "x"'],
    [`${A},-4,,`, 'ride_id "-4"'],
    [`${A},1.5,,`, 'ride_id "1.5"'],
    [`${A},99999999999999999999,,`, 'ride_id'],
    [`${A},,,`, 'Either'],
    [`${A}`, 'Either'],
    [`${A},,3,`, 'Either'],
    [`${A},,x,DINOSAUR`, 'park_id "x"'],
    [`"${A},12,,`, 'quote'],
    [`${A},,3,"DINOSAUR`, 'quote'],
  ])('reports a bad row with its line and keeps the rows around it: %s', (row, word) => {
    const text = csv('themeparks_wiki_id,ride_id,park_id,ride_name', `${B},1,,`, '', row, `${C},2,,`);
    const { mappings, problems } = parseMappingCsv(text);
    expect(mappings.map((mapping) => [mapping.themeparksWikiId, mapping.line])).toEqual([
      [B, 2],
      [C, 5],
    ]);
    expect(problems).toEqual([{ line: 4, message: expect.stringContaining(word) as string }]);
  });

  it('does not lose the row between two stray quotes', () => {
    const text = csv('themeparks_wiki_id,park_id,ride_name', `${A},3,"Splash`, `${B},3,DINOSAUR`, `${C},3,"`);
    const { mappings, problems } = parseMappingCsv(text);
    expect(mappings.map((mapping) => mapping.themeparksWikiId)).toEqual([B]);
    expect(problems.map((problem) => problem.line)).toEqual([2, 4]);
  });

  it('keeps a quote inside a name', () => {
    const text = csv(
      'themeparks_wiki_id,park_id,ride_name',
      `${A},3,The "Great" Ride`,
      `${B},3,"""it's a small world"""`,
    );
    expect(parseMappingCsv(text).mappings.map(({ target }) => target)).toEqual([
      { kind: 'RIDE_NAME', parkId: 3, rideName: 'The "Great" Ride' },
      { kind: 'RIDE_NAME', parkId: 3, rideName: '"it\'s a small world"' },
    ]);
  });

  it('rejects different targets for one UUID and reports their lines', () => {
    const text = csv('themeparks_wiki_id,ride_id', `${A},1`, `${B},2`, `${A.toUpperCase()},3`);
    const { mappings, problems } = parseMappingCsv(text);
    expect(mappings.map((mapping) => mapping.themeparksWikiId)).toEqual([B]);
    expect(problems).toEqual([{ line: 4, message: expect.stringMatching(/lines 2, 4/) as string }]);
  });

  it('counts a repeated row once, even if the name is spelt differently', () => {
    const text = csv('themeparks_wiki_id,park_id,ride_name', `${A},3,Soarin'`, `${A},3,Soarin’`);
    const { mappings, problems } = parseMappingCsv(text);
    expect(mappings.map((mapping) => mapping.line)).toEqual([2]);
    expect(problems).toEqual([]);
  });
});
