import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWithFile } from './environment.js';

describe('environmentWithFile', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads the file of the folder, with quotes and comments', () => {
    writeFileSync(join(folder, '.env'), '# a comment\nPORT=4000\nADMIN_API_KEY="with # inside"\n');
    expect(environmentWithFile(folder, {})).toEqual({ PORT: '4000', ADMIN_API_KEY: 'with # inside' });
  });

  it('lets the real environment win, unless it is empty there', () => {
    writeFileSync(join(folder, '.env'), 'PORT=4000\nHOST=0.0.0.0\n');
    expect(environmentWithFile(folder, { PORT: '5000', HOST: '' })).toEqual({ PORT: '5000', HOST: '0.0.0.0' });
  });

  it('is the environment alone where there is no file', () => {
    expect(environmentWithFile(folder, { PORT: '5000' })).toEqual({ PORT: '5000' });
  });
});
