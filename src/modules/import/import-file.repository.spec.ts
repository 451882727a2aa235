import { latestEtags } from './import-file.repository.js';

const KEY = 'destination/2024/05/02.json.gz';
const read = (parkId: number | null, etag: string) => ({ objectKey: KEY, parkId, etag });
const etagsFor = (parkId: number | null, ...readings: ReturnType<typeof read>[]) =>
  latestEtags(readings, parkId).get(KEY);

describe('the versions behind the rows of a file', () => {
  it('are only the last one if each import read all parks', () => {
    expect(etagsFor(null, read(null, 'v1'), read(null, 'v2'))).toEqual(['v2']);
    expect(etagsFor(7, read(null, 'v1'), read(null, 'v2'))).toEqual(['v2']);
  });

  it('include the old one for other parks after an import of one park read a newer one', () => {
    const readings = [read(null, 'v1'), read(7, 'v2')];
    expect(etagsFor(null, ...readings)).toEqual(['v1', 'v2']);
    expect(etagsFor(7, ...readings)).toEqual(['v2']);
    expect(etagsFor(8, ...readings)).toEqual(['v1']);
  });

  it('are a single one again after an import of all parks', () => {
    expect(etagsFor(null, read(null, 'v1'), read(7, 'v2'), read(null, 'v2'))).toEqual(['v2']);
  });

  it('are one per park if only single parks were read', () => {
    expect(etagsFor(null, read(7, 'v1'), read(8, 'v2'), read(7, 'v3'))).toEqual(['v3', 'v2']);
    expect(etagsFor(9, read(7, 'v1'))).toBeUndefined();
  });
});
