import { type AccessLine, accessLineWriter } from './access-log.js';

const LINE: AccessLine = {
  timestamp: 1_790_000_000_000,
  method: 'GET',
  path: '/api/parks/1',
  status: 200,
  durationMs: 1.5,
  bytes: 120,
  requestId: '0c2f-x_1.y',
};
const textOf = accessLineWriter({
  redact: (text) => text.replaceAll('secret', '***'),
  ofProcess: { role: 'api', version: '0.2.0' },
});

describe('a line of the access log', () => {
  it('is JSON with the fields of the request and of the process', () => {
    const common = { level: 'log', context: 'Access', role: 'api', version: '0.2.0' };
    expect(JSON.parse(textOf(LINE))).toEqual({ ...LINE, ...common });
    expect(JSON.parse(textOf({ ...LINE, aborted: true }))).toEqual({ ...LINE, ...common, aborted: true });
  });

  it('is JSON for any path, without secrets, also for a path that is repeated', () => {
    for (const path of ['/a"b\\c', '/\u2028\u0000', '/%zz/secret', '/%zz/secret', '']) {
      expect(JSON.parse(textOf({ ...LINE, path }))).toMatchObject({ path: path.replaceAll('secret', '***') });
    }
  });
});
