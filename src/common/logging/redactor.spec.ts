import { loadConfig } from '../config/app-config.js';
import { createRedactor, secretsOf } from './redactor.js';

describe('createRedactor', () => {
  const redact = createRedactor(['s3cr"et-key', 'ab']);

  it('masks a secret as it is, in JSON and in a URL', () => {
    expect(redact('key s3cr"et-key.')).toBe('key ***.');
    expect(redact(JSON.stringify({ key: 's3cr"et-key' }))).toBe('{"key":"***"}');
    expect(redact(encodeURIComponent('s3cr"et-key'))).toBe('***');
  });

  it('masks the password inside any URL, even with unencoded characters', () => {
    expect(redact('connect mysql://root:hunter2@db:3306/x failed')).toBe('connect mysql://root:***@db:3306/x failed');
    expect(redact('mysql://root:p@ss/w@db/x')).toBe('mysql://root:***@db/x');
  });

  it('masks bearer tokens', () => {
    expect(redact('Authorization: Bearer abc.def')).toBe('Authorization: Bearer ***');
  });

  it('keeps ordinary text and URLs, and masks very short secrets only in URLs', () => {
    const text = 'a table at http://127.0.0.1:3000/api/docs, able';
    expect(redact(text)).toBe(text);
  });
});

describe('secretsOf', () => {
  it('takes the admin key and the decoded database password', () => {
    const config = loadConfig({ ADMIN_API_KEY: '0123456789abcdef', DATABASE_URL: 'mysql://u:p%40ssword@h/db' });
    expect(secretsOf(config)).toEqual(['0123456789abcdef', 'p@ssword']);
  });

  it('takes the key of the API, which is never too short to be masked', () => {
    const config = loadConfig({ THEMEPARKS_API_KEY: ' tp-1234 ' });
    expect(secretsOf(config)).toEqual(['tp-1234']);
    expect(createRedactor(secretsOf(config))('x-api-key: tp-1234')).toBe('x-api-key: ***');
    expect(() => loadConfig({ THEMEPARKS_API_KEY: 'short' })).toThrow('THEMEPARKS_API_KEY');
  });

  it('takes the URLs of alerts as a whole, and the decoded passwords in them', () => {
    const config = loadConfig({
      ...{ ALERT_SMTP_URL: 'smtp://me:p%40ssword@mail.example' },
      ...{ ALERT_MAIL_FROM: 'a@example.org', ALERT_MAIL_TO: 'b@example.org' },
      ...{ ALERT_WEBHOOK_URL: 'https://:tk_token@ntfy.example/topic', ALERT_WEBHOOK_FORMAT: 'ntfy' },
    });
    const redact = createRedactor(secretsOf(config));
    expect(redact('smtp://me:p%40ssword@mail.example: p@ssword, tk_token')).toBe('***: ***, ***');
  });

  it('is empty without secrets', () => {
    expect(secretsOf(loadConfig({ DATABASE_URL: 'mysql://u@h/db' }))).toEqual([]);
    expect(secretsOf(loadConfig({ DATABASE_URL: 'mysql://u:secret%21@h1:3306,h2:3306/db' }))).toEqual(['secret!']);
    const replicas = { DATABASE_URL: 'mysql://u@h/db', DATABASE_REPLICA_URL: 'mysql://u:secret%21@h1,h2/db' };
    expect(secretsOf(loadConfig(replicas))).toEqual(['secret!']);
  });
});
