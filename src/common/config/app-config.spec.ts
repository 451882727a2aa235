import { readFileSync } from 'node:fs';
import { AppConfig, ConfigurationError, loadConfig } from './app-config.js';
import { envExample, withSettingsTable } from './settings/settings-docs.js';
import { SETTINGS } from './settings/settings.js';

/** Settings of the class with their default as text; undefined where there is none. */
function settingsOfClass(): Record<string, string | undefined> {
  const defaults = new AppConfig() as unknown as Record<string, string | number | boolean | undefined>;
  return Object.fromEntries(Object.keys(SETTINGS.shape).map((name) => [name, defaults[name]?.toString()]));
}

/** Settings of `.env.example`: a value where it is set, undefined where it is commented out. */
function settingsOfExample(): { name: string; value: string | undefined; hasMeaning: boolean }[] {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const found = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (!found) return [];
    const hasMeaning = /^# .{10,}/.test(lines[index - 1] ?? '');
    return [{ name: found[2]!, value: found[1] ? undefined : found[3], hasMeaning }];
  });
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('npm run docs:config', () => {
  it('would change neither .env.example nor docs/configuration.md', () => {
    const page = readFileSync('docs/configuration.md', 'utf8');
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
    expect(page).toBe(withSettingsTable(page));
  });
});

describe('.env.example', () => {
  it('has every setting once, with its default, and no other', () => {
    const example = settingsOfExample();
    expect(Object.fromEntries(example.map(({ name, value }) => [name, value]))).toEqual(settingsOfClass());
    expect(example).toHaveLength(Object.keys(settingsOfClass()).length);
  });

  it('says in words what each setting means', () => {
    expect(settingsOfExample().filter((setting) => !setting.hasMeaning)).toEqual([]);
  });
});

describe('loadConfig', () => {
  it('gives every setting its default when nothing is set', () => {
    expect(loadConfig({})).toEqual(new AppConfig());
    expect(loadConfig({})).toBeInstanceOf(AppConfig);
  });

  it('reads numbers and flags as such', () => {
    const config = loadConfig({ PORT: '8080', TRUST_PROXY: 'true', MIGRATIONS_AUTO_RUN: 'false' });
    expect(config).toMatchObject({ PORT: 8080, TRUST_PROXY: 'true', MIGRATIONS_AUTO_RUN: false });
  });

  it('counts an empty or blank value as unset', () => {
    expect(loadConfig({ PORT: '', ADMIN_API_KEY: '   ', DATABASE_URL: '' })).toEqual(new AppConfig());
  });

  it('reads an API key without the space around it, and a blank one as none', () => {
    expect(loadConfig({ THEMEPARKS_API_KEY: ' tp-1234567\n' }).THEMEPARKS_API_KEY).toBe('tp-1234567');
    expect(loadConfig({ THEMEPARKS_API_KEY: ' \t' }).THEMEPARKS_API_KEY).toBeUndefined();
  });

  it('ignores what is no setting', () => {
    expect(loadConfig({ HOME: '/root', archiveSource: 'x' })).toEqual(new AppConfig());
  });

  it.each([
    ['PORT', '30o0'],
    ['PORT', '70001'],
    ['PORT', '3000.5'],
    ['TRUST_PROXY', 'perhaps'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '11'],
    ['BACKUP_FOLDER', 's3://My_Bucket/nightly'],
    ['BACKUP_FOLDER', 's3:/backups'],
    ['BACKUP_FOLDER', 'ftp://host/backups'],
    ['BASE_PATH', 'without-slash'],
    ['BASE_PATH', '/warehouse/'],
    ['BASE_PATH', '/api/warehouse'],
    ['BASE_PATH', '/ware house'],
    ['ROLE', 'boss-role'],
    ['NODE_ENV', 'staging-env'],
    ['LOG_LEVEL', 'loudest'],
    ['ADMIN_API_KEY', 'short-secret'],
    ['THEMEPARKS_API_KEY', 'tp-key of two words'],
    ['THEMEPARKS_API_KEY', 'tp-schlüssel'],
    ['DATABASE_URL', 'postgres://u:hunter2@h/db'],
    ['ARCHIVE_SOURCE', '/no/such/folder-here'],
    ['ARCHIVE_S3_ENDPOINT', 'not a url'],
    ['PARK_DAY_START', '24:61'],
    ['PARK_DAY_START', '03:30'],
    ['IMPORT_BATCH_SIZE', '-77'],
    ['COLLECT_CRON', 'every now and then'],
    ['COLLECT_CRON', '61 * * * *'],
    ['COLLECT_CRON', '0 0 30 2 *'],
    ['SCHEDULE_REFRESH_CRON', '0 0 31 4,6 *'],
    ['QUALITY_CHECK_CRON', '0 0 0 31 11 *'],
    ['LIVE_API_BASE_URL', 'ftp://somewhere/v1'],
    ['ALERT_WEBHOOK_SECRET', 'short-secret'],
    ['ALERT_WEBHOOK_FORMAT', 'teams'],
    ['ALERT_MAIL_FROM', 'Warehouse <a@example.org>'],
    ['ALERT_MAIL_TO', 'a@example.org;b@example.org'],
  ])('refuses %s=%s, naming it and not its value', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: .+`));
    expect(problems[0]).not.toContain(value);
  });

  it.each(['0 0 29 2 *', '*/5 * * * *', '30 4 3 * * *', '0 0 31 2 1'])('takes %s, a time that comes', (cron) => {
    expect(problemsOf({ COLLECT_CRON: cron })).toEqual([]);
  });

  it('names every wrong setting at once, those included that another setting requires', () => {
    const problems = problemsOf({ PORT: 'x', NODE_ENV: 'production', ARCHIVE_SOURCE: '/no/such/folder-here' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'ADMIN_API_KEY', 'ARCHIVE_SOURCE']);
  });

  it('names every wrong setting at once', () => {
    expect(problemsOf({ PORT: 'x', ROLE: 'y', PARK_DAY_START: 'z' })).toHaveLength(3);
  });

  it('refuses production without ADMIN_API_KEY', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([expect.stringMatching(/^ADMIN_API_KEY: is required/)]);
    expect(problemsOf({ NODE_ENV: 'production', ADMIN_API_KEY: '0123456789abcdef' })).toEqual([]);
  });

  it('refuses a webhook without the key of its signature', () => {
    const webhook = { ALERT_WEBHOOK_URL: 'https://alerts.example/hook' };
    expect(problemsOf(webhook)).toEqual([expect.stringMatching(/^ALERT_WEBHOOK_SECRET: is required/)]);
    expect(problemsOf({ ...webhook, ALERT_WEBHOOK_SECRET: '0123456789abcdef' })).toEqual([]);
  });

  it('refuses a password or replicas of the database without its URL', () => {
    expect(problemsOf({ DATABASE_PASSWORD: 'a/b#c' })).toEqual(['DATABASE_PASSWORD: needs DATABASE_URL']);
    expect(problemsOf({ DATABASE_REPLICA_URL: 'mysql://u@h/d' })).toEqual(['DATABASE_REPLICA_URL: needs DATABASE_URL']);
  });

  it('asks for no signature of a format that has none, and for a topic of ntfy', () => {
    const slack = { ALERT_WEBHOOK_URL: 'https://alerts.example', ALERT_WEBHOOK_FORMAT: 'slack' };
    expect(problemsOf(slack)).toEqual([]);
    expect(problemsOf({ ...slack, ALERT_WEBHOOK_FORMAT: 'ntfy' })).toEqual([
      expect.stringMatching(/^ALERT_WEBHOOK_URL/),
    ]);
    const ntfy = { ALERT_WEBHOOK_URL: 'https://ntfy.example/topic', ALERT_WEBHOOK_FORMAT: 'ntfy' };
    expect(problemsOf(ntfy)).toEqual([]);
  });

  it('refuses a webhook of which a part that is sent decoded has a lone %', () => {
    const slack = { ALERT_WEBHOOK_URL: 'https://me:100%@alerts.example/x', ALERT_WEBHOOK_FORMAT: 'slack' };
    expect(problemsOf(slack)).toEqual([expect.stringMatching(/^ALERT_WEBHOOK_URL/)]);
    expect(problemsOf({ ...slack, ALERT_WEBHOOK_URL: 'https://alerts.example/100%' })).toEqual([]);
    const ntfy = { ALERT_WEBHOOK_URL: 'https://ntfy.example/100%', ALERT_WEBHOOK_FORMAT: 'ntfy' };
    expect(problemsOf(ntfy)).toEqual([expect.stringMatching(/^ALERT_WEBHOOK_URL/)]);
  });

  it('refuses a mail server without sender and recipients, and takes several recipients', () => {
    const smtp = { ALERT_SMTP_URL: 'smtp://me:p%40ss@mail.example:587' };
    expect(problemsOf(smtp).map((problem) => problem.split(':')[0])).toEqual(['ALERT_MAIL_FROM', 'ALERT_MAIL_TO']);
    const config = loadConfig({
      ...smtp,
      ALERT_MAIL_FROM: 'a@example.org',
      ALERT_MAIL_TO: 'b@example.org, c@example.org',
    });
    expect(config.ALERT_MAIL_TO).toEqual(['b@example.org', 'c@example.org']);
    const named = { ALERT_MAIL_FROM: 'a@example.org', ALERT_MAIL_TO: 'b@example.org' };
    for (const url of ['mail.example', 'http://mail.example', 'smtp://me:100%@mail.example', 'smtp://mail.example/x'])
      expect(problemsOf({ ...named, ALERT_SMTP_URL: url })).toEqual([expect.stringMatching(/^ALERT_SMTP_URL/)]);
  });

  it('takes the bucket as the source unless a source is given', () => {
    expect(loadConfig({ ARCHIVE_S3_BUCKET: 'mine' }).archiveSource).toBe('s3://mine');
    expect(loadConfig({ ARCHIVE_SOURCE: 'src' }).archiveSource).toBe('src');
  });

  it('gives the start of a park day in minutes', () => {
    expect(loadConfig({ PARK_DAY_START: '03:00' }).parkDayStartMinutes).toBe(180);
  });
});
