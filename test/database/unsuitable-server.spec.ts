import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { EXIT } from '../../src/cli/exit-codes.js';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { type EmbeddedDatabase, holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { databaseUrl, Program } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { startReachableSources } from '../support/reachable-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('a server whose settings do not allow the work', () => {
  let server: EmbeddedDatabase;
  let settings: { DATABASE_URL: string };
  const folder = temporaryFolder('unsuitable');

  beforeAll(async () => {
    const extraServerOptions = ['--log-bin', '--binlog-format=STATEMENT'];
    server = await holdEmbeddedDatabase({ dataDir: folder.path, bufferPoolMb: 32, extraServerOptions });
    const { socketPath, database } = server;
    const user = { user: 'program', password: 'hidden' };
    await asRoot(`CREATE USER '${user.user}'@'localhost' IDENTIFIED BY '${user.password}'`);
    await asRoot(`GRANT ALL ON \`${database}\`.* TO '${user.user}'@'localhost'`);
    settings = { DATABASE_URL: databaseUrl({ socketPath, database, ...user }) };
  });
  afterAll(async () => {
    await server.release();
    folder.remove();
  });

  async function asRoot(sql: string): Promise<unknown> {
    const connection = await createConnection({ socketPath: server.socketPath, user: 'root' });
    try {
      await connection.query('SET SESSION sql_big_selects = ON');
      return (await connection.query(sql))[0];
    } finally {
      await connection.end();
    }
  }

  it('is refused while its binary log holds statements, with the line to change', async () => {
    for (const command of [
      ['migrate', 'run'],
      ['storage', 'report'],
    ]) {
      const { code, stderr } = await runHere(command, settings);
      expect([command, code]).toEqual([command, EXIT.CONFIGURATION]);
      expect(stderr).toContain('binlog_format = ROW');
    }
    expect(await asRoot(`SHOW TABLES FROM \`${server.database}\``)).toEqual([]);
    await asRoot('SET GLOBAL binlog_format = ROW');
    expect(await runHere(['migrate', 'run'], settings)).toMatchObject({ code: EXIT.DONE });
  });

  it('is used in the same way with values of its variables that would change what statements do', async () => {
    const wrong = [
      ...[
        'autocommit = OFF',
        'sql_safe_updates = ON',
        'sql_select_limit = 3',
        'sql_big_selects = OFF',
        'max_join_size = 9',
      ],
      ...['foreign_key_checks = OFF', 'unique_checks = OFF', 'div_precision_increment = 0', 'group_concat_max_len = 4'],
      ...['default_storage_engine = MyISAM', "sql_mode = 'ANSI'", "time_zone = '+09:00'"],
    ];
    for (const setting of wrong) await asRoot(`SET GLOBAL ${setting}`);
    await asRoot('CREATE DATABASE elsewhere CHARACTER SET utf8mb4');
    await asRoot("GRANT ALL ON elsewhere.* TO 'program'@'localhost'");
    const there = { DATABASE_URL: settings.DATABASE_URL.replace(server.database, 'elsewhere') };
    expect(await runHere(['migrate', 'run'], there)).toMatchObject({ code: EXIT.DONE });
    expect(await runHere(['migrate', 'status'], there)).toMatchObject({ code: EXIT.DONE });
    const engines = `SELECT DISTINCT ENGINE AS engine FROM information_schema.TABLES
                      WHERE TABLE_SCHEMA = 'elsewhere' AND TABLE_TYPE = 'BASE TABLE'`;
    expect(await asRoot(engines)).toEqual([{ engine: 'InnoDB' }]);
  });

  it('ends neither long statements nor idle connections of the program by its own limits', async () => {
    const { socketPath, database } = server;
    for (const limit of ['max_statement_time = 60', 'wait_timeout = 60']) await asRoot(`SET GLOBAL ${limit}`);
    const target = { socketPath, database, user: 'program', password: 'hidden' };
    const options = await dataSourceOptions(target, { entities: [], migrations: [] }, 1);
    const dataSource = await new DataSource(options).initialize();
    const limits = 'SELECT @@max_statement_time AS statementSeconds, @@wait_timeout AS idleSeconds';
    const rows = await dataSource.query<{ statementSeconds: number; idleSeconds: number }[]>(limits);
    const ownLimit = dialectOf(dataSource).withTimeLimit(limits, 5_000);
    const [own] = await dataSource.query<{ statementSeconds: number }[]>(ownLimit);
    await dataSource.destroy();
    expect(rows.map((row) => [Number(row.statementSeconds), Number(row.idleSeconds)])).toEqual([[0, 28_800]]);
    expect(Number(own!.statementSeconds)).toBe(5);
    for (const name of ['max_statement_time', 'wait_timeout']) await asRoot(`SET GLOBAL ${name} = DEFAULT`);
  });

  it('is a problem of the doctor and of the health while it is read-only, with the line to change', async () => {
    const sources = await startReachableSources();
    const examined = { ...settings, ...sources.settings };
    await asRoot('SET GLOBAL read_only = ON');
    const doctor = await runHere(['doctor'], examined);
    expect([doctor.code, doctor.stdout]).toEqual([
      EXIT.REJECTED_DATA,
      expect.stringMatching(/^CARE server .*read_only: .*SET GLOBAL read_only = OFF/m),
    ]);
    const program = new Program('main', [], { ...settings, DATA_DIR: folder.path, PORT: '0', ROLE: 'api' });
    await program.until('Listening at');
    const [address] = /http:\/\/[\w.:]+/.exec(program.output.slice(program.output.indexOf('Listening at')))!;
    const health = async () => (await fetch(`${address}/api/health`)).json() as Promise<object>;
    const degraded = { status: 'degraded', details: { database: { status: 'degraded', message: 'takes no writes' } } };
    expect(await health()).toMatchObject(degraded);
    await asRoot('SET GLOBAL read_only = OFF');
    expect(await health()).toMatchObject({ details: { database: { status: 'up' } } });
    program.kill('SIGTERM');
    await program.end();
    expect((await runHere(['doctor'], examined)).code).toBe(EXIT.DONE);
    sources.close();
  });
});
