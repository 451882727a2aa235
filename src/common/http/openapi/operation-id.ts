const VERB_OF_METHOD: Readonly<Record<string, string>> = {
  get: 'get',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
};
/** Words that group paths and are not part of the name. */
const GROUPING_WORDS: ReadonlySet<string> = new Set(['api', 'admin', 'analytics']);
/** Public paths that start with a verb. */
const LEADING_VERBS: ReadonlySet<string> = new Set(['search', 'export']);

/** Names that cannot be derived from the path. */
const SPECIAL: Readonly<Record<string, string>> = {
  'get /api/admin/import/list': 'listImports',
  'get /api/admin/import/destinations': 'listArchiveDestinations',
  'get /api/rides/nearby': 'listNearbyRides',
  'get /api/analytics/rankings/wait-times': 'getWaitTimeRanking',
  'get /api/analytics/rankings/downtime': 'getDowntimeRanking',
  'patch /api/admin/metadata/{rideId}': 'updateRideMetadata',
  'post /api/admin/aggregates/rebuild': 'rebuildStatistics',
  'get /api/admin/aggregates/rebuild/{rebuildId}': 'getStatisticsRebuild',
};

/**
 * The name of an operation in a generated client: a verb and the words of the path, with words before an id in the singular.
 * `GET /api/parks/{parkId}/rides` returns pages, so it is `listParkRides`; `POST /api/admin/import/pause/{importId}` is
 * `pauseImport`.
 */
export function operationIdOf(method: string, path: string, isPaged: boolean): string {
  const special = SPECIAL[`${method} ${path}`];
  if (special !== undefined) return special;
  const segments = path.split('/').filter((segment) => segment !== '' && !GROUPING_WORDS.has(segment));
  const words = segments.flatMap((segment, index) => {
    if (segment.startsWith('{')) return [];
    return [segments[index + 1]?.startsWith('{') ? singular(segment) : segment];
  });
  const [first, last] = [words[0]!, words.at(-1)!];
  if (LEADING_VERBS.has(first)) return camelCase(words);
  const isCommand = method !== 'get' && words.length > 1 && !segments.at(-1)!.startsWith('{') && !last.endsWith('s');
  const isCommandOnId = words.length > 1 && COMMANDS_BEFORE_AN_ID.has(last) && method !== 'get';
  if (isCommand || isCommandOnId) return camelCase([last, ...words.slice(0, -1)]);
  if (method === 'post') return camelCase(['create', ...words.slice(0, -1), singular(last)]);
  return camelCase([isPaged ? 'list' : (VERB_OF_METHOD[method] ?? method), ...words]);
}

interface Schema {
  $ref?: string;
  properties?: Readonly<Record<string, unknown>>;
}

/** Whether an operation returns a page of a list. */
export function isPage({ responses }: { responses: Record<string, unknown> }, schemas: object = {}): boolean {
  const success = responses['200'] as { content?: Record<string, { schema?: Schema }> } | undefined;
  const schema = success?.content?.['application/json']?.schema;
  const name = schema?.$ref?.split('/').at(-1);
  const { properties = {} } = name === undefined ? (schema ?? {}) : (schemas as Record<string, Schema>)[name]!;
  return 'data' in properties && 'page' in properties;
}

/** In `/import/pause/{importId}`, the last word is the command, not the entity. */
const COMMANDS_BEFORE_AN_ID: ReadonlySet<string> = new Set(['pause', 'resume', 'cancel']);

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us') ? word.slice(0, -1) : word;
}

function camelCase(words: readonly string[]): string {
  const parts = words.flatMap((word) => word.split(/[-_]/)).filter((part) => part !== '');
  return parts.map((part, index) => (index === 0 ? part : part[0]!.toUpperCase() + part.slice(1))).join('');
}
