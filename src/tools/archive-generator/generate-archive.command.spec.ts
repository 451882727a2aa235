import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../../../test/support/program-here.js';
import { DEFECT_NAMES } from './defect-catalog.js';
import type { ArchiveManifest } from './manifest.js';

describe('generate-archive command', () => {
  let folder: string;
  let reported: string[];
  let complained: string[];
  const run = (...args: string[]) =>
    runHere(['generate-archive', ...args], {}).then(({ code, stdout, stderr }) => {
      reported.push(stdout);
      complained.push(stderr);
      return code;
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'generate-archive-'));
    reported = [];
    complained = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes the files, the manifest and the expected values', async () => {
    const [out, manifestFile, truthFile] = ['archive', 'm.json', 't.ndjson'].map((name) => join(folder, name));
    const args = ['--days', '9', '--rides', '10', '--destinations', '1', '--defects', 'all', '--bomb-bytes', '10000'];
    expect(await run('--out', out!, ...args, '--manifest', manifestFile!, '--truth', truthFile!)).toBe(0);
    const manifest = JSON.parse(await readFile(manifestFile!, 'utf8')) as ArchiveManifest;
    const written = (await readdir(out!, { recursive: true })).filter((name) => name.endsWith('.json.gz'));
    expect(written.sort()).toEqual(manifest.files.filter((file) => file.sha256).map((file) => file.key));
    expect(manifest.totals.files).toBe(8);
    expect(manifest.unplacedDefects).toEqual([]);
    const truth = (await readFile(truthFile!, 'utf8')).trimEnd().split('\n');
    expect(truth).toHaveLength(manifest.totals.observations);
    expect(JSON.parse(truth[0]!)).toMatchObject({ recordedAt: expect.stringMatching(/Z$/) as string });
  });

  it('lists every defect', async () => {
    expect(await run('--list-defects')).toBe(0);
    for (const name of DEFECT_NAMES) expect(reported.join('\n')).toContain(`  ${name} `);
  });

  it('prints its help', async () => {
    expect(await run('--help')).toBe(0);
    expect(reported.join('\n')).toContain('--events-per-ride-day');
  });

  it.each([
    [['--days', '3']],
    [['--out', 'x', '--surprise']],
    [['--out', 'x', '--days', 'many']],
    [['--out', 'x', '--defects', 'gremlins']],
    [['--out', 'x', '--style', 'baroque']],
    [['--out', 'x', 'positional']],
  ])('ends with 2 on wrong usage: %j', async (args) => {
    expect(await run(...args)).toBe(2);
    expect(complained.join('\n')).toContain('--help');
  });

  it('rejects a folder that is not empty', async () => {
    const args = ['--out', folder, '--days', '1', '--rides', '3', '--destinations', '1'];
    expect(await run(...args)).toBe(0);
    expect(await run(...args)).toBe(2);
    expect(await run(...args, '--overwrite')).toBe(0);
  });
});
