import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Program, runProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('the demo', () => {
  const folder = temporaryFolder('demo');
  // The disk that the tests run on may be nearly full, of which the demo would warn.
  const settings = { DATA_DIR: folder.path, EMBEDDED_DB_BUFFER_POOL_MB: '64', PORT: '0', STORAGE_CAPACITY_GB: '1000' };

  afterAll(() => {
    folder.remove();
  });

  const hasServer = () => existsSync(join(folder.path, 'demo', 'mariadb', 'mariadbd.pid'));

  it('imports the sample, collects live data, asks every address that it prints, and leaves nothing running', async () => {
    const { code, stdout, stderr } = await runProgram('demo', ['--once'], settings);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('rror') as string]);
    for (const part of ['completed', '/api/docs', '/history?', 'admin-api-key', 'observations in a day']) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain('6 of 6 destinations');
    expect(stdout.match(/│ imp_\w+ +│ .+ │ completed /g)).toHaveLength(6);
    for (const part of ['Simulated:', 'Planted', 'a wait of 9999 minutes', 'Look at:']) expect(stdout).toContain(part);
    expect(stdout).toMatch(/now: \d+ of [1-9]\d* rides and shows are operating/);
    expect(stdout).toMatch(/Storage: [1-9][\d,]+ rows, .* on disk\. Data quality: [A-Z]+/);
    expect(hasServer()).toBe(false);
  }, 120_000);

  it('goes on with the same data, whatever was imported by hand, on a free port, collecting until Ctrl+C', async () => {
    const home = join(folder.path, 'demo');
    const byHand = { ...settings, DATA_DIR: home, ARCHIVE_SOURCE: join(home, 'archive') };
    const days = ['--start-date', '2020-01-01', '--end-date', '2020-01-02'];
    expect((await runProgram('import', ['--park-id', '1', ...days], byHand)).stderr).toContain('has no file of');
    const occupier = createServer().listen(0, '127.0.0.1');
    await once(occupier, 'listening');
    const address = occupier.address();
    const port = typeof address === 'object' ? address!.port : 0;
    try {
      const demo = new Program('demo', [], { ...settings, PORT: String(port) });
      await demo.until('until Ctrl+C');
      demo.kill('SIGINT');
      const { code, stdout } = await demo.end();
      expect(code).toBe(0);
      for (const part of ['from an earlier run', 'imported by an earlier demo', `port ${port} is taken`]) {
        expect(stdout).toContain(part);
      }
      expect(stdout).not.toMatch(/\(park \d+\)/);
      expect(hasServer()).toBe(false);
    } finally {
      occupier.close();
    }
  }, 120_000);

  it('refuses options that it does not know', async () => {
    expect((await runProgram('demo', ['--bogus'], settings)).code).toBe(2);
  });
});
