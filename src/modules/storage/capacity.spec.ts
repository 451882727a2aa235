import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../common/config/app-config.js';
import { CapacityService } from './capacity.service.js';

const capacity = (settings: Record<string, string>, usedBytes: number) =>
  new CapacityService(loadConfig(settings)).capacityFor(usedBytes);
const REMOTE = { DATABASE_URL: 'mysql://u:p@elsewhere/db' };

describe('the capacity', () => {
  it('is the setting, in gigabytes of 10^9 bytes, with fractions', async () => {
    expect(await capacity({ ...REMOTE, STORAGE_CAPACITY_GB: '0.5' }, 100_000_000)).toEqual({
      ...{ source: 'SETTING', limitBytes: 500_000_000, usedBytes: 100_000_000, percentUsed: 20 },
      ...{ availableBytes: 400_000_000, note: null },
    });
  });

  it('of 0 bytes counts as full', async () => {
    expect(await capacity({ STORAGE_CAPACITY_GB: '0' }, 5)).toMatchObject({
      limitBytes: 0,
      percentUsed: 100,
      availableBytes: 0,
    });
  });

  it('of a remote server is unknown without the setting, and the note names it', async () => {
    const unknown = await capacity(REMOTE, 5);
    expect(unknown).toMatchObject({ source: 'UNKNOWN', limitBytes: null, percentUsed: null });
    expect(unknown.note).toContain('STORAGE_CAPACITY_GB');
  });

  it('of the embedded database is its used bytes plus the free bytes of its file system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'capacity-'));
    try {
      expect((await capacity({ DATA_DIR: folder }, 1_000)).source).toBe('UNKNOWN');
      mkdirSync(join(folder, 'mariadb'));
      const found = await capacity({ DATA_DIR: folder }, 1_000);
      expect(found.source).toBe('FILE_SYSTEM');
      expect(found.limitBytes! - 1_000).toBe(found.availableBytes);
      expect(found.availableBytes).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
