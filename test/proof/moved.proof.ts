import { parseDatabaseUrl } from '../../src/common/database/connection-options.js';
import { ApiApp } from '../api/support/api-app.js';
import { SettableClock } from '../support/collector-app.js';
import { type Answer, everyAnswer } from '../support/every-answer.js';
import { differences } from '../support/masked-answers.js';
import { wholeTables } from '../support/whole-tables.js';

/** Two databases of the program, and the instant at which both are asked. */
const { MOVED_FROM_URL = '', MOVED_TO_URL = '', MOVED_AT = '' } = process.env;

/** The health depends on a worker, and the destinations come from the archive. */
const MAY_BE_UNAVAILABLE = ['/api/health', '/api/admin/import/destinations'];

describe('a database that was moved to another server', () => {
  it('has the rows of the original in every table, and gives its answers', async () => {
    if (MOVED_FROM_URL === '' || MOVED_TO_URL === '') throw new Error('set MOVED_FROM_URL and MOVED_TO_URL');
    const atMs = MOVED_AT === '' ? Date.now() : Date.parse(MOVED_AT);
    const targets = [MOVED_FROM_URL, MOVED_TO_URL].map(parseDatabaseUrl);
    const tables = [];
    for (const target of targets) tables.push(await wholeTables(target));
    const rows = Object.values(tables[0]!).reduce((sum, value) => sum + Number.parseInt(value, 10), 0);
    const answers: Record<string, Answer>[] = [];
    for (const connection of targets) {
      const clock = new SettableClock(atMs);
      const settings = { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' };
      const api = await ApiApp.start({ connection, settings, clock });
      answers.push(await everyAnswer(api).finally(() => api.close()));
    }
    const urls = Object.keys(answers[0]!);
    const failed = urls.filter((url) => answers[0]![url]!.status >= 500);
    const found = urls.filter((url) => answers[0]![url]!.status === 200).length;
    console.table({ tables: Object.keys(tables[0]!).length, rows, answers: urls.length, 'with 200': found });
    expect(tables[1]).toEqual(tables[0]);
    expect(differences(answers[0]!, answers[1]!)).toEqual([]);
    expect(failed.filter((url) => !MAY_BE_UNAVAILABLE.includes(url))).toEqual([]);
  });
});
