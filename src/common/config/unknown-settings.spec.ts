import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { misspeltVariables, unknownSettings, unknownSettingsText } from './unknown-settings.js';

describe('names in .env that are no settings', () => {
  const folder = temporaryFolder('env');
  const unknownIn = (text: string) => {
    writeFileSync(join(folder.path, '.env'), text);
    return unknownSettings(folder.path);
  };

  afterAll(() => folder.remove());

  it('are found, with the setting of the most similar name', () => {
    const unknown = unknownIn('COLECT_CRON=1 * * * *\nMY_OWN_THING=1\nPORT=3000\n');
    expect(unknown).toEqual([
      { name: 'COLECT_CRON', similar: 'COLLECT_CRON' },
      { name: 'MY_OWN_THING', similar: null },
    ]);
    expect(unknownSettingsText(unknown)).toBe('COLECT_CRON (is COLLECT_CRON meant?), MY_OWN_THING');
  });

  it('are not files of secrets, comments, or variables of Node and the AWS SDK', () => {
    expect(unknownIn('ADMIN_API_KEY_FILE=/x\n# OLD=1\nNODE_OPTIONS=\nAWS_REGION=x\nHTTPS_PROXY=x\n')).toEqual([]);
    expect(unknownIn('PORT_FILE=/x\n')).toHaveLength(1);
  });

  it('are found in the environment if they are almost a setting', () => {
    const environment = {
      BACKUP_FOLDR: '/x',
      BACKUP_FOLDER: '/x',
      HOSTS: 'x',
      HOSTNAME: 'x',
      MY_OWN_THING: 'x',
      OTEL_TRACES_SAMPLER: 'x',
    };
    expect(misspeltVariables(environment)).toEqual([{ name: 'BACKUP_FOLDR', similar: 'BACKUP_FOLDER' }]);
  });

  it('are none without a file', () => {
    expect(unknownSettings(join(folder.path, 'nothing'))).toEqual([]);
  });
});
