import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ConfigurationError, loadConfig } from './app-config.js';

const KEY = '0123456789abcdef-of-a-file';
const folder = temporaryFolder('secrets');
const file = (name: string, text: string): string => {
  writeFileSync(join(folder.path, name), text);
  return join(folder.path, name);
};

afterAll(() => folder.remove());

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('a secret in a file', () => {
  it('is the text of the file that NAME_FILE names, without the line feed at its end', () => {
    const config = loadConfig({ NODE_ENV: 'production', ADMIN_API_KEY_FILE: file('key', `${KEY}\n`) });
    expect(config.ADMIN_API_KEY).toBe(KEY);
  });

  it('is checked by the rule of its setting, and the message does not show it', () => {
    expect(problemsOf({ ADMIN_API_KEY_FILE: file('short', 'too-short') })).toEqual([
      'ADMIN_API_KEY: must be at least 16 characters long',
    ]);
  });

  it('that is missing or empty prevents the start', () => {
    expect(problemsOf({ DATABASE_URL_FILE: join(folder.path, 'none') })).toEqual([
      'DATABASE_URL_FILE: names a file that cannot be read (ENOENT)',
    ]);
    expect(problemsOf({ THEMEPARKS_API_KEY_FILE: file('empty', ' \n') })).toEqual([
      'THEMEPARKS_API_KEY_FILE: names an empty file',
    ]);
  });

  it('may not be given in two ways', () => {
    expect(problemsOf({ ADMIN_API_KEY: KEY, ADMIN_API_KEY_FILE: file('other', KEY) })).toEqual([
      'ADMIN_API_KEY_FILE: cannot be used together with ADMIN_API_KEY',
    ]);
  });

  it('is read for secrets only', () => {
    expect(loadConfig({ PORT_FILE: file('port', '4000') }).PORT).toBe(3000);
  });
});
