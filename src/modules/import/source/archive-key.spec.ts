import {
  foldersOf,
  listingScope,
  mayBeInRange,
  parseArchiveKey,
  selectObjects,
  toDestinations,
} from './archive-key.js';

const UUID = '89db5d43-c434-4097-b71f-f6869f495a22';
const listed = (...keys: string[]) => keys.map((key) => ({ key, sizeBytes: 1, etag: 'e' }));

describe('parseArchiveKey', () => {
  it('reads the folder and the UTC day', () => {
    expect(parseArchiveKey(`${UUID}/2024/02/29.json.gz`)).toEqual({ folder: UUID, day: '2024-02-29' });
  });

  it('keeps the spelling of an upper-case folder, and takes unpacked files', () => {
    const folder = UUID.toUpperCase();
    expect(parseArchiveKey(`${folder}/2024/12/25.json`)).toEqual({ folder, day: '2024-12-25' });
  });

  it.each([
    `${UUID}/2023/02/29.json.gz`,
    `${UUID}/2024/13/01.json.gz`,
    `${UUID}/2024/00/10.json.gz`,
    `${UUID}/2024/1/1.json.gz`,
    `${UUID}/2024/01/01.json.gz.tmp`,
    `${UUID}/2024/01/01.csv`,
    `${UUID}/2024/01/x/01.json.gz`,
    `${UUID}/../01/01.json.gz`,
    `../${UUID}/2024/01/01.json.gz`,
    `not-a-uuid/2024/01/01.json.gz`,
    `${UUID}/2024/01/01.json.gz\n`,
    '',
  ])('rejects %j', (key) => {
    expect(parseArchiveKey(key)).toBeNull();
  });
});

describe('toDestinations and foldersOf', () => {
  it('returns UUID folders as destinations: lower case, unique, sorted', () => {
    const other = '0bd10af9-1111-4097-b71f-f6869f495a22';
    expect(toDestinations([UUID, UUID.toUpperCase(), 'docs', other])).toEqual([
      { themeparksWikiId: other },
      { themeparksWikiId: UUID },
    ]);
  });

  it('finds the folders of a destination whatever the case of either', () => {
    expect(foldersOf(UUID.toUpperCase(), ['docs', UUID])).toEqual([UUID]);
    expect(foldersOf(UUID, [UUID.toUpperCase()])).toEqual([UUID.toUpperCase()]);
    expect(foldersOf('docs', ['docs'])).toEqual([]);
  });
});

describe('listingScope', () => {
  it('lists one month for a range inside a month', () => {
    expect(listingScope(UUID, { startDate: '2024-02-03', endDate: '2024-02-05' })).toEqual({
      prefix: `${UUID}/2024/02/`,
      startAfter: `${UUID}/2024/02/03`,
      endBefore: `${UUID}/2024/02/05/`,
    });
  });

  it('lists one year for a range inside a year, and the destination from the first day on for a longer one', () => {
    expect(listingScope(UUID, { startDate: '2024-02-03', endDate: '2024-03-05' }).prefix).toBe(`${UUID}/2024/`);
    expect(listingScope(UUID, { startDate: '2023-12-31', endDate: '2024-01-01' }).prefix).toBe(`${UUID}/`);
    expect(listingScope(UUID, {})).toEqual({ prefix: `${UUID}/`, startAfter: undefined, endBefore: undefined });
  });

  it('keeps both end days inside its bounds, packed or unpacked', () => {
    const { startAfter = '', endBefore = '' } = listingScope(UUID, { startDate: '2024-02-03', endDate: '2024-02-05' });
    for (const suffix of ['.json', '.json.gz']) {
      expect(`${UUID}/2024/02/02${suffix}` > startAfter).toBe(false);
      expect(`${UUID}/2024/02/03${suffix}` > startAfter).toBe(true);
      expect(`${UUID}/2024/02/05${suffix}` < endBefore).toBe(true);
      expect(`${UUID}/2024/02/06${suffix}` < endBefore).toBe(false);
    }
  });
});

describe('mayBeInRange', () => {
  it('keeps the years and months that touch the range', () => {
    const range = { startDate: '2023-12-31', endDate: '2024-02-01' };
    expect(['2022', '2023', '2024', '2025'].filter((year) => mayBeInRange(year, range))).toEqual(['2023', '2024']);
    expect(['2023-11', '2023-12', '2024-02', '2024-03'].filter((month) => mayBeInRange(month, range))).toEqual([
      '2023-12',
      '2024-02',
    ]);
  });
});

describe('selectObjects', () => {
  it('sorts by day, omits days outside the inclusive range and returns keys of another shape', () => {
    const keys = ['2024/01/03.json.gz', '2024/01/01.json.gz', '2024/01/02.json.gz', 'readme.txt', '2024/01/04.json.gz'];
    const { objects, ignored } = selectObjects(listed(...keys.map((key) => `${UUID}/${key}`)), {
      startDate: '2024-01-01',
      endDate: '2024-01-03',
    });
    expect(objects.map(({ day }) => day)).toEqual(['2024-01-01', '2024-01-02', '2024-01-03']);
    expect(ignored).toEqual([`${UUID}/readme.txt`]);
  });

  it('uses the packed file if a day exists packed and unpacked', () => {
    const { objects, ignored } = selectObjects(
      listed(`${UUID}/2024/01/01.json`, `${UUID}/2024/01/01.json.gz`, `${UUID}/2024/01/02.json`),
      {},
    );
    expect(objects.map(({ key }) => key)).toEqual([`${UUID}/2024/01/01.json.gz`, `${UUID}/2024/01/02.json`]);
    expect(ignored).toEqual([`${UUID}/2024/01/01.json`]);
  });
});
