import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../src/demo/demo-config.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { BuiltImage, IMAGE_UID, type RunningImage } from './built-image.js';

/** Namespaces need Linux and root. */
const canRun = process.platform === 'linux' && process.getuid?.() === 0;
const START_LIMIT_MS = 120_000;

(canRun ? describe : describe.skip)(`the image of docker/Dockerfile${canRun ? '' : ' (needs root on Linux)'}`, () => {
  const temporary = temporaryFolder('image');
  chmodSync(temporary.path, 0o755);
  const image = new BuiltImage(temporary.path);
  const stage = image.stage('embedded');
  const settings: Record<string, string> = {
    ADMIN_API_KEY: 'a-key-of-the-image-proof',
    // Nothing leaves this machine.
    LIVE_API_BASE_URL: 'http://127.0.0.1:9/v1',
    ARCHIVE_S3_ENDPOINT: 'http://127.0.0.1:9',
    EMBEDDED_DB_BUFFER_POOL_MB: '64',
  };

  afterAll(() => {
    image.close();
    temporary.remove();
  });

  async function healthy(container: RunningImage): Promise<void> {
    const [node, ...args] = stage.healthCheck;
    expect(node).toBe('node');
    for (const startedMs = Date.now(); Date.now() - startedMs < START_LIMIT_MS; await pause(500)) {
      if (container.hasEnded) break;
      if (spawnSync(process.execPath, args, { env: { PORT: settings.PORT } }).status === 0) return;
    }
    throw new Error(`not healthy: ${container.output}`);
  }

  it('is built from the lock file by an ordinary user in a clean folder', () => {
    image.build();
    image.assemble(stage);
    const { components } = JSON.parse(image.file('sbom.cdx.json')) as { components: unknown[] };
    console.log(`${components.length} packages in sbom.cdx.json`);
    expect(components.length).toBeGreaterThan(100);
  });

  it('has nothing of the sources and the tools of development', () => {
    const app = join(temporary.path, 'app');
    const kilobytes = spawnSync('du', ['-sk', app]).stdout.toString().split('\t')[0];
    console.log(`${Math.round(Number(kilobytes) / 1024)} MB of files`);
    expect(readdirSync(app).sort()).toEqual(['dist', 'node_modules', 'package.json', 'sbom.cdx.json']);
    expect(readdirSync(join(app, 'node_modules'))).not.toContain('typescript');
    expect(readdirSync(join(app, 'dist'))).not.toContain('tools');
  });

  it('can write to /data and /tmp only', async () => {
    const places = ['/', '/app', '/app/dist', '/etc', '/usr', '/data', '/tmp'];
    const test = `for place in ${places.join(' ')}; do (touch $place/x) 2>/dev/null && echo "$place"; done; id -u`;
    const shell = image.run(stage, settings, ['sh', '-c', test]);
    expect(await shell.exitCode()).toBe(0);
    expect(shell.output.trim().split('\n')).toEqual(['/data', '/tmp', String(IMAGE_UID)]);
  });

  it('creates its database in /data, becomes healthy, is backed up by a second container, and stops in time', async () => {
    settings.PORT = String(await freePort(0, '127.0.0.1'));
    const startedMs = Date.now();
    const container = image.run(stage, settings);
    await healthy(container);
    console.log(`healthy after ${Date.now() - startedMs} ms`);
    const page = await fetch(`http://127.0.0.1:${settings.PORT}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>');
    const backup = image.run(stage, settings, ['node', 'dist/cli.js', 'backup', '--out', '/data/backups']);
    expect([await backup.exitCode(), backup.output]).toEqual([0, expect.stringContaining('/data/backups')]);
    expect(statSync(join(temporary.path, 'data', 'mariadb', 'ibdata1'))).toMatchObject({ uid: IMAGE_UID });
    const stoppedMs = Date.now();
    expect([await container.stop(), container.output]).toEqual([0, expect.not.stringContaining('ERROR')]);
    console.log(`stopped after ${Date.now() - stoppedMs} ms`);
    expect(readdirSync(join(temporary.path, 'data', 'mariadb'))).not.toContain('mariadbd.pid');
  });

  it('starts again with the same data', async () => {
    const container = image.run(stage, settings);
    await healthy(container);
    expect(container.output).not.toContain('creating a private database');
    expect(await container.stop()).toBe(0);
  });
});
