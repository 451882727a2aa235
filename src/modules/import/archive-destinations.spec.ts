import { Clock } from '../../common/time/clock.js';
import type { CatalogService } from '../catalog/catalog.service.js';
import type { ImportRepository } from './import.repository.js';
import type { ArchiveSource } from './source/archive-source.js';
import { ArchiveDestinationsService } from './archive-destinations.service.js';

class SettableClock extends Clock {
  nowMs = Date.parse('2024-06-01T00:00:00Z');
  override now(): Date {
    return new Date(this.nowMs);
  }
}

const parks = [{ parkId: 7, name: 'Park A' }];
const catalog = {
  destinationsByUuid: () => Promise.resolve(new Map([['a', { name: 'Resort A', parks }]])),
} as unknown as CatalogService;
const imports = { findLatestOfDestinations: () => Promise.resolve([]) } as unknown as ImportRepository;

function listedArchive() {
  const archive = { listings: 0, atOnce: 0, mostAtOnce: 0, broken: false };
  const source = {
    listDestinations: () => {
      archive.listings++;
      if (archive.broken) return Promise.reject(new Error('away'));
      return Promise.resolve(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({ themeparksWikiId: id })));
    },
    listObjects: async (id: string) => {
      archive.mostAtOnce = Math.max(archive.mostAtOnce, ++archive.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      archive.atOnce--;
      if (id === 'g') return [];
      return ['2024-03-01', '2024-03-09'].map((day) => ({ key: day, day, sizeBytes: 10, etag: '' }));
    },
  } as unknown as ArchiveSource;
  const clock = new SettableClock();
  return { archive, clock, service: new ArchiveDestinationsService(source, catalog, imports, clock) };
}

describe('the destinations of the archive', () => {
  it('have first day, last day, files and size, or nulls without files', async () => {
    const { data } = await listedArchive().service.list();
    const extent = { firstDay: '2024-03-01', lastDay: '2024-03-09', files: 2, bytes: 20, lastImport: null };
    expect(data[0]).toEqual({ destinationId: 'a', name: 'Resort A', parks, ...extent });
    expect(data[1]).toEqual({ destinationId: 'b', name: null, parks: [], ...extent });
    expect(data[6]).toMatchObject({ destinationId: 'g', firstDay: null, lastDay: null, files: 0, bytes: 0 });
  });

  it('are listed a few at a time, and once for concurrent requests', async () => {
    const { archive, service } = listedArchive();
    await Promise.all([service.list(), service.list(), service.list()]);
    expect(archive).toMatchObject({ listings: 1, mostAtOnce: 4 });
  });

  it('are listed again after five minutes', async () => {
    const { archive, clock, service } = listedArchive();
    await service.list();
    clock.nowMs += 299_999;
    await service.list();
    expect(archive.listings).toBe(1);
    clock.nowMs += 1;
    await service.list();
    expect(archive.listings).toBe(2);
  });

  it('are requested again after a failure', async () => {
    const { archive, service } = listedArchive();
    archive.broken = true;
    await expect(service.list()).rejects.toThrow('away');
    archive.broken = false;
    expect((await service.list()).data).toHaveLength(7);
  });
});
