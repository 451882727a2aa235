/** What a hostile client sends in places where something else belongs. */
export const LONG = 'x'.repeat(6_000);
export const LONE_SURROGATE = '\ud800';
const DEEP = '['.repeat(20_000);
export const TEXTS = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1.5',
    '1e308',
    '99999999999999999999',
    'NaN',
    'Infinity',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '../../etc/passwd',
    "1' OR '1'='1",
    '1; DROP TABLE rides',
    '%',
  ],
  ...[
    '\u0000',
    LONE_SURROGATE,
    '😀',
    '\u202e',
    '\r\nSet-Cookie: a=b',
    LONG,
    '2024-02-30',
    '0000-00-00',
    '9999-12-31',
    '-271821-04-20',
  ],
  ...['2024-13-01T00:00:00Z', '+275760-09-13T00:00:00Z', '275761-01-01', '1,2,,3', '1,'.repeat(900), '0x10', '１２'],
] as const;
export const VALUES: readonly unknown[] = [
  JSON.parse('['.repeat(3_000) + ']'.repeat(3_000)),
  ...TEXTS.slice(0, 30),
  ...[null, true, -1, 0, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], { a: { b: {} } }, ['x'], Array(5_000).fill(1)],
];
export const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'limit[]',
  'limit[a]',
  'limit[__proto__]',
  'from.to',
  '',
  '$where',
];
export const PATHS = [
  ...[
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%5c..%5c..%5cpackage.json',
  ],
  ...[
    '/api//parks',
    '/api/parks/1%2f..%2f..',
    '/api/%00',
    '/%ff%fe',
    '/%',
    '/api/parks/%zz',
    '/.env',
    '/.git/config',
    '/index.html/..',
  ],
  ...[
    '/api/__proto__',
    '/api/constructor',
    '/api/parks/__proto__/live',
    '/api/admin/../parks',
    '/api/nothing',
    `/${LONG}`,
  ],
  ...[
    '/api/docs/../../package.json',
    '/assets/',
    '/api/parks;a=b',
    '/api/parks/%252e%252e',
    '//evil.example/api',
    '/?%00',
  ],
];
export const METHODS = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'POST'];
export const AUTHORIZATIONS = [
  ...[
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    `Bearer ${LONG}`,
    'Basic YTpi',
    'bearer undefined',
    'Bearer __proto__',
    'Digest a="b',
  ],
  ...['Bearer a b c', 'Bearer null', ', ,', 'Bearer é'],
];
export const HEADERS: readonly (readonly [string, string])[] = [
  ...(
    ['bytes=a-b', 'bytes=-', 'bytes=5-1', 'bytes=0-0,1-1', `bytes=${'0-1,'.repeat(900)}0-1`, 'lines=1-2'] as const
  ).map((value) => ['range', value] as const),
  ...(['"', 'W/', '*', '"a" "b"', LONG] as const).map((value) => ['if-none-match', value] as const),
  ...(['yesterday', '-1', 'Thu, 99 Foo 9999'] as const).map((value) => ['if-modified-since', value] as const),
  ...(['', 'a', '*/*;q=9', 'text/html;q=', 'application/json;charset=utf-7'] as const).map(
    (value) => ['accept', value] as const,
  ),
  ...(['gzip;q=0, *;q=0', 'zip', 'br;q=-1', ','] as const).map((value) => ['accept-encoding', value] as const),
  ...([
    ['origin', 'null'],
    ['origin', 'http://evil.example'],
    ['x-forwarded-for', `${'1,'.repeat(500)}x`],
  ] as const),
  ...([
    ['x-forwarded-proto', 'javascript'],
    ['x-forwarded-host', 'evil.example'],
    ['x-request-id', LONG],
  ] as const),
  ...([
    ['cookie', '__proto__=1; a=%ff; =; ;;'],
    ['last-event-id', '-1'],
    ['expect', 'nothing'],
    ['x-http-method-override', 'DELETE'],
  ] as const),
];
export const CONTENT_TYPES = [
  ...[
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-99',
  ],
  ...['a', '', 'application/json;', 'application/vnd.api+json', 'application/json, text/plain'],
];
export const BROKEN = [
  '{',
  ']',
  '{"a":}',
  '"',
  '',
  'nul',
  '{"a":1}}',
  '\ufeff{}',
  '{"__proto__":{"a":1}}',
  DEEP,
  '1',
  '"text"',
  'null',
  '[1]',
];
