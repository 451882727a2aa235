const VERB_OF_METHOD: Readonly<Record<string, string>> = {
  get: 'get',
  post: 'create',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
};
/** They group paths and say nothing about the thing that is asked for. */
const GROUPING_WORDS: ReadonlySet<string> = new Set(['api', 'admin', 'analytics']);
/** Public paths whose first word is what they do. */
const LEADING_VERBS: ReadonlySet<string> = new Set(['search', 'export']);

/**
 * The name of an operation as a generated client shows it: a verb and the words of the path, a word in front of an id in
 * the singular. `GET /api/parks/{parkId}/rides` is `getParkRides`, `POST /api/admin/import/pause/{importId}` `pauseImport`.
 */
export function operationIdOf(method: string, path: string): string {
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
  return camelCase([VERB_OF_METHOD[method] ?? method, ...words]);
}

/** `/import/pause/{importId}`: the last word is what happens to the thing, not the thing. */
const COMMANDS_BEFORE_AN_ID: ReadonlySet<string> = new Set(['pause', 'resume', 'cancel']);

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us') ? word.slice(0, -1) : word;
}

function camelCase(words: readonly string[]): string {
  const parts = words.flatMap((word) => word.split(/[-_]/)).filter((part) => part !== '');
  return parts.map((part, index) => (index === 0 ? part : part[0]!.toUpperCase() + part.slice(1))).join('');
}
