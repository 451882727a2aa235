import { DataSource } from 'typeorm';
import { EXIT } from '../../src/cli/exit-codes.js';
import { type ConnectionTarget, dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { hasByGrants } from '../../src/common/database/server-check/granted-rights.js';
import { readFacts } from '../../src/common/database/server-check/server-facts.js';
import { examineServer } from '../../src/common/database/server-check/server-rules.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';
import { databaseUrl, runProgram } from '../support/program.js';

const PASSWORD = 'p:ä/ss wörd';

describe('the check of the server at the start', () => {
  let open: OpenDatabase;
  let user: string;
  let target: ConnectionTarget;

  beforeAll(async () => {
    open = await openEmptyDatabase('server_check');
    user = `u_${open.database.name.slice(-10)}`;
    await open.dataSource.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${PASSWORD}'`);
    target = { ...open.database.connectionOptions, user, password: PASSWORD };
  });
  afterAll(async () => {
    await open.dataSource.query(`DROP USER ${user}@'%'`);
    await open.close();
  });

  const grant = (privileges: string) =>
    open.dataSource.query(`GRANT ${privileges} ON \`${open.database.name}\`.* TO ${user}@'%'`);
  const as = async <T>(
    work: (dataSource: DataSource) => Promise<T>,
    more: Partial<ConnectionTarget> = {},
  ): Promise<T> => {
    const options = await dataSourceOptions({ ...target, ...more }, { entities: [], migrations: [] }, 1);
    const dataSource = await new DataSource(options).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  };

  it('refuses to start with a user that may only read, and names what to grant', async () => {
    await grant('SELECT');
    const { code, stderr } = await runProgram('storage report', [], { DATABASE_URL: databaseUrl(target) });
    expect(code).toBe(EXIT.CONFIGURATION);
    expect(stderr).toContain(`GRANT INSERT, UPDATE, DELETE ON \`${open.database.name}\`.* TO \`${user}\`@\`%\``);
    expect(stderr).not.toContain('ss w');
  });

  it('finds the privileges that are missing, without an effect on the schema', async () => {
    await grant('SELECT, INSERT, UPDATE, DELETE, CREATE');
    // MariaDB accepts any right on the rows of the other table for a foreign key.
    const isMySql = dialectOf(open.dataSource).server.family === 'MySQL';
    expect(await as(readFacts)).toMatchObject({
      missingPrivileges: ['ALTER', 'DROP', 'INDEX', 'CREATE VIEW', ...(isMySql ? ['REFERENCES'] : [])],
      canReadFileSizes: false,
    });
    const seenInGrants = () =>
      as((own) =>
        hasByGrants((sql) => own.query<object[]>(sql), open.database.name, ['SELECT', 'ALTER', 'CREATE VIEW']),
      );
    expect(await seenInGrants()).toBe(false);
    await grant('ALTER, CREATE VIEW');
    expect(await seenInGrants()).toBe(true);
    await grant('ALL');
    expect((await as(readFacts)).missingPrivileges).toEqual([]);
    expect(await seenInGrants()).toBe(true);
    expect(await open.dataSource.query('SHOW TABLES')).toEqual([]);
  });

  it('refuses migrations without the rights for all of them, before the first one', async () => {
    await open.dataSource.query(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user}@'%'`);
    await grant('SELECT, INSERT, UPDATE, DELETE, CREATE');
    for (const command of ['migrate run', 'storage report']) {
      const { code, stderr } = await runProgram(command, [], { DATABASE_URL: databaseUrl(target) });
      expect([command, code]).toEqual([command, EXIT.CONFIGURATION]);
      expect(stderr).toContain('GRANT ALTER, DROP, INDEX');
    }
    expect(await open.dataSource.query('SHOW TABLES')).toEqual([]);
    await grant('ALL');
  });

  it('finds the session as the program has set it', async () => {
    const facts = await as(readFacts);
    expect(facts.session).toMatchObject({ timeZone: '+00:00', isolation: 'READ-COMMITTED' });
    expect(examineServer(facts).filter(({ level }) => level === 'MUST')).toEqual([]);
    expect(facts.server.variables.get('table_definition_cache')).toMatch(/^\d+$/);
  });

  it('sends its password to a server that asks for it, encrypted or not, whether the server has it cached or not', async () => {
    const isMySql = dialectOf(open.dataSource).server.family === 'MySQL';
    // MariaDB 10.11 has no TLS without a certificate: test/database/tls.spec.ts starts a server with one.
    const ways =
      isMySql && target.host !== undefined
        ? [undefined, { rejectUnauthorized: false, verifyIdentity: false }]
        : [undefined];
    for (const ssl of ways) {
      await open.dataSource.query('FLUSH PRIVILEGES');
      for (const attempt of ['not cached', 'cached']) {
        const rows = await as(
          (dataSource) => dataSource.query<{ Value: string }[]>("SHOW SESSION STATUS LIKE 'Ssl_cipher'"),
          ssl ? { ssl } : {},
        );
        expect([attempt, rows[0]!.Value !== '']).toEqual([attempt, ssl !== undefined]);
      }
    }
  });
});
