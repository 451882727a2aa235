import { jest } from '@jest/globals';
import { loadConfig } from '../config/app-config.js';
import { AppLogger, runInRequest } from './app-logger.js';

const KEY = '0123456789abcdef';

/** The output of `work` on stdout and stderr. */
function written(work: () => void): string {
  let text = '';
  const take = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(take),
    jest.spyOn(process.stderr, 'write').mockImplementation(take),
  ];
  try {
    work();
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
  return text;
}

describe('AppLogger', () => {
  const readable = new AppLogger(loadConfig({ ADMIN_API_KEY: KEY }));
  const json = new AppLogger(loadConfig({ NODE_ENV: 'production', ADMIN_API_KEY: KEY }));

  it('names the class and the request in each line', () => {
    const text = written(() => runInRequest('req-1', () => readable.log('imported 5 events', 'Importer')));
    expect(text).toContain('[Importer] (req-1) imported 5 events');
  });

  it('logs routes only at debug', () => {
    const verbose = new AppLogger(loadConfig({ LOG_LEVEL: 'debug' }));
    const line = 'Mapped {/api/parks, GET} route';
    expect(written(() => readable.log(line, 'RouterExplorer'))).toBe('');
    expect(written(() => verbose.log(line, 'RouterExplorer'))).toContain(line);
  });

  it('writes one JSON object a line in production, with context and request id', () => {
    const text = written(() => runInRequest('req-1', () => json.warn('slow', 'Importer')));
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ level: 'warn', message: 'slow', context: 'Importer', requestId: 'req-1' });
  });

  it.each([
    ['readable', readable],
    ['JSON', json],
  ])('never prints a secret in message, object, error or stack (%s)', (_, logger) => {
    const text = written(() => {
      logger.log(`key ${KEY}`);
      logger.log({ nested: { url: 'mysql://u:hunter2@h/db' } });
      logger.error('failed', new Error(`with ${KEY}`).stack, 'Somewhere');
      logger.error(new Error('mysql://u:hunter2@h/db'));
    });
    expect(text).toContain('***');
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['error', 1],
    ['warn', 2],
    ['log', 3],
    ['debug', 4],
  ])('LOG_LEVEL=%s lets %i levels through', (level, count) => {
    const logger = new AppLogger(loadConfig({ LOG_LEVEL: level }));
    const text = written(() => {
      logger.error('line');
      logger.warn('line');
      logger.log('line');
      logger.debug('line');
    });
    expect(text.trimEnd().split('\n')).toHaveLength(count);
  });
});
