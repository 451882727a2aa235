import { HttpClient } from './http-client.mjs';

/** The server's plans of what each endpoint really sends, by its general log. */
export async function plansOf(warehouse, url, endpoints) {
  const client = new HttpClient(url);
  const root = await warehouse.connect({ user: 'root' });
  const rows = [];
  await root.query("SET GLOBAL log_output = 'TABLE'");
  for (const { name, path } of endpoints) {
    await root.query('TRUNCATE mysql.general_log');
    await root.query('SET GLOBAL general_log = ON');
    await client.time(path(4_001));
    await root.query('SET GLOBAL general_log = OFF');
    const [sent] = await root.query(
      "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE command_type = 'Query'",
    );
    const selects = [...new Set(sent.map(({ text }) => text).filter((text) => /^\s*\(?SELECT/i.test(text)))];
    for (const select of selects) rows.push(...(await planRows(root, name, select)));
  }
  await root.end();
  client.close();
  return rows;
}

async function planRows(root, name, select) {
  const [steps] = await root.query(`EXPLAIN PARTITIONS ${select}`);
  return steps
    .filter(({ table }) => table !== null && !/^(destinations|parks|rides|ride_aliases|<)/.test(table))
    .map(({ table, partitions, type, key, rows }) => [name, table, partitions ?? '', type, key ?? '', rows ?? '']);
}
