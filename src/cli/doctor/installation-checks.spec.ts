import { backupsCheck, memoryCheck, settingsCheck, timeZonesCheck, versionsCheck } from './installation-checks.js';

const GB = 1_000_000_000;
const memory = (bufferPoolBytes: number, dataBytes: number) =>
  memoryCheck({ bufferPoolBytes, dataBytes, setting: 'innodb_buffer_pool_size' });
const backups = (newestId: string | null, unreadable = 0) =>
  backupsCheck('/mnt/backups', { newestId, unreadable }, Date.parse('2026-11-29T12:00:00Z'), 2 * 86_400_000);

describe('a check of the installation', () => {
  it('shows the versions of the program, Node, the schema and the server, and advises an LTS release', () => {
    const versions = { program: '1.2.0', node: '24.1.0', schema: 'AddJobs1', server: '11.8.9-MariaDB' };
    expect(versionsCheck({ ...versions, nodeLts: 'Krypton' })).toEqual({
      name: 'versions',
      isWell: true,
      text: '1.2.0 on Node 24.1.0, schema AddJobs1, 11.8.9-MariaDB',
    });
    expect(versionsCheck({ ...versions, nodeLts: null }).text).toContain('no LTS release');
  });

  it('names what in .env is no setting, with the setting that is probably meant', () => {
    const inFile = [
      { name: 'COLECT_CRON', similar: 'COLLECT_CRON' },
      { name: 'FOO', similar: null },
    ];
    const check = settingsCheck(inFile, []);
    expect(check).toMatchObject({ isWell: false });
    expect(check.text).toContain('COLECT_CRON (is COLLECT_CRON meant?), FOO. Correct or remove them');
    const misspelt = settingsCheck([], [{ name: 'BACKUP_FOLDR', similar: 'BACKUP_FOLDER' }]);
    expect(misspelt.text).toContain('the environment has BACKUP_FOLDR (is BACKUP_FOLDER meant?). Correct or remove');
    expect(settingsCheck([], []).isWell).toBe(true);
  });

  it('complains about a buffer pool below a twentieth of a database of more than 2 GB', () => {
    expect(memory(0.128 * GB, 1.9 * GB).isWell).toBe(true);
    expect(memory(0.128 * GB, 10 * GB)).toMatchObject({
      isWell: false,
      text: expect.stringContaining('innodb_buffer_pool_size') as string,
    });
    expect(memory(0.5 * GB, 10 * GB).isWell).toBe(true);
  });

  it('complains about days that follow newer time zone rules than those of the program', () => {
    const stored = (rulesVersion: string) => timeZonesCheck('2026f', '2025b', [{ rulesVersion, parks: 3 }]);
    expect(stored('2026f')).toMatchObject({ isWell: true, text: 'rules 2026f (those of Node, 2025b, are not used)' });
    expect(stored('2026a')).toMatchObject({
      isWell: true,
      text: expect.stringContaining('3 parks with 2026a: a worker computes again') as string,
    });
    expect(stored('2027a')).toMatchObject({
      isWell: false,
      text: expect.stringContaining('3 parks with 2027a follow newer rules. Update the program') as string,
    });
  });

  it('complains about a folder without a backup, and about an old one', () => {
    expect(backups('20261129T030000Z')).toMatchObject({
      isWell: true,
      text: 'the newest is 20261129T030000Z, 9 hours old',
    });
    expect(backups('20261120T030000Z')).toMatchObject({
      isWell: false,
      text: expect.stringContaining('9 days old. Run') as string,
    });
    expect(backups(null).isWell).toBe(false);
  });

  it('counts no backup that cannot be read', () => {
    expect(backups('20261129T030000Z', 1)).toMatchObject({
      isWell: false,
      text: expect.stringMatching(/20261129T030000Z, 9 hours old; 1 newer one cannot be read .*Run/) as string,
    });
    expect(backups(null, 2)).toMatchObject({
      isWell: false,
      text: expect.stringContaining('none of those in /mnt/backups can be read') as string,
    });
  });
});
