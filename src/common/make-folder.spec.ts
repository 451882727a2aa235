import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';

describe('makeFolder', () => {
  const root = mkdtempSync(join(tmpdir(), 'make-folder-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('makes the folders above as well, and leaves what is there', () => {
    makeFolder(join(root, 'a', 'b', 'c'));
    makeFolder(join(root, 'a', 'b', 'c'));
    expect(existsSync(join(root, 'a', 'b', 'c'))).toBe(true);
  });

  it('says so where a file is in the way', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(root, 'file', 'below'))).toThrow('ENOTDIR');
  });

  it('gives up below a folder in which nothing can be made', () => {
    if (!existsSync('/proc/self')) return;
    expect(() => makeFolder('/proc/no-such-place/below')).toThrow('ENOENT');
  });
});
