import { openMigratedDatabase, type OpenDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';

describe('warehouse keys', () => {
  let open: OpenDatabase;
  const run = (...args: string[]): Promise<Ended> =>
    runHere(['keys', ...args], {
      DATABASE_URL: databaseUrl(open.database.connectionOptions),
      ADMIN_API_KEY: 'the-admin-key-of-the-tests',
    });

  beforeAll(async () => {
    open = await openMigratedDatabase('keys_cli');
  });
  afterAll(async () => {
    await open.close();
  });

  it('creates a key, prints it alone on stdout, lists it without its secret, and revokes it once', async () => {
    const created = await run('create', '--name', 'nightly import', '--scopes', 'import, read');
    expect(created).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^wh_[0-9a-f]{12}_[\w-]{43}\n$/) as string,
    });
    const key = created.stdout.trim();
    const listed = await run('list');
    expect(listed.stdout).toContain('ACTIVE');
    expect(listed.stdout).toContain(`${key.slice(0, 15)}…  "nightly import"  read,import  never used`);
    expect(listed.stdout).not.toContain(key.slice(16));
    const [{ keyId, createdBy }] = JSON.parse((await run('list', '--json')).stdout) as [
      { keyId: number; createdBy: string },
    ];
    expect(createdBy).toMatch(/^cli: ./);
    expect((await run('revoke', '--key-id', String(keyId))).code).toBe(0);
    expect(await run('revoke', '--key-id', String(keyId))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already revoked') as string,
    });
    expect((await run('list')).stdout).toContain('REVOKED');
  });

  it.each([
    [['create'], '--name is required'],
    [['create', '--name', ' ', '--scopes', 'read'], '--name must'],
    [['create', '--name', 'x'], '--scopes is required'],
    [['create', '--name', 'x', '--scopes', 'read,all'], '--scopes must be some of'],
    [['create', '--name', 'x', '--public', '--scopes', 'read'], '--scopes is only'],
    [['create', '--name', 'x', '--scopes', 'read', '--requests-per-minute', '5'], 'requires --public'],
    [['create', '--name', 'x', '--public', '--requests-per-minute', '0'], '--requests-per-minute must'],
    [['create', '--name', 'x', '--scopes', 'read', '--expires', 'soon'], '--expires must'],
    [['revoke'], '--key-id is required'],
    [['revoke', '--key-id', '-1'], '--key-id'],
  ])('refuses %j with exit code 2', async (args, complaint) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(complaint) as string });
  });

  it('refuses a day of the past, and a key that does not exist', async () => {
    const past = await run('create', '--name', 'late', '--scopes', 'read', '--expires', '2020-01-01');
    expect(past).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('--expires must be in the future') as string,
    });
    expect(past.code).toBe(2);
    expect((await run('revoke', '--key-id', '999')).stderr).toContain('Key 999 does not exist');
  });
});
