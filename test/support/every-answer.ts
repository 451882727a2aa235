import type { ApiApp } from '../api/support/api-app.js';
import { type Operation, operationsOf, isEndless } from '../api/support/documented-requests.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';

/** How many ids of each kind are asked for. */
const IDS_ASKED = 3;
/** Where the ids of a parameter are listed. */
const LISTS: Readonly<Record<string, string>> = {
  parkId: '/api/parks',
  importId: '/api/admin/import/list',
  decisionId: '/api/admin/catalog/decisions',
  proposalId: '/api/admin/catalog/proposals',
  exclusionId: '/api/admin/quality/exclusions',
  logId: '/api/admin/quality/issues',
};
/** Query parameters that select what an answer is about; often exactly one of them is required. */
const SUBJECTS = ['parkId', 'rideId'];

type Parameter = NonNullable<Operation['parameters']>[number] & { schema?: { enum?: string[] } };
type Ids = Readonly<Record<string, readonly unknown[]>>;

export interface Answer {
  status: number;
  body: unknown;
}

export interface AskedFor {
  /** Which paths of the document. */
  isAsked?: (path: string) => boolean;
  headers?: Record<string, string>;
}

/** The answer to every GET of the OpenAPI document, with several ids and with each value of its enumerations, by URL. */
export async function everyAnswer(
  api: ApiApp,
  { isAsked = () => true, headers = {} }: AskedFor = {},
): Promise<Record<string, Answer>> {
  const baseUrl = await api.app.getUrl();
  const ask = async (url: string): Promise<Answer> => {
    const response = await fetch(baseUrl + url, { headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...headers } });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text.split(/\r?\n/) };
  };
  const ids = await idsToAskFor(api, ask);
  const answers: Record<string, Answer> = {};
  for (const [method, path, operation] of operationsOf(api.document)) {
    if (method !== 'get' || isEndless(operation) || !isAsked(path)) continue;
    for (const url of requestsOf(path, operation, ids)) answers[withoutRandomIds(url, ids)] ??= await ask(url);
  }
  return answers;
}

/** Random ids are replaced by their place in the list, so that the URLs of two databases can be compared. */
function withoutRandomIds(url: string, ids: Ids): string {
  const random = [...ids.importId!, ...ids.jobId!].map(String);
  return random.reduce((text, id, index) => text.replace(id, `${id.slice(0, 4)}${index + 1}`), url);
}

async function idsToAskFor(api: ApiApp, ask: (url: string) => Promise<Answer>): Promise<Ids> {
  const ids: Record<string, unknown[]> = {};
  const listed = async (name: string, url: string) => {
    const { body } = await ask(url);
    const items = (body as { data?: Record<string, unknown>[] }).data ?? [];
    return items.slice(0, IDS_ASKED).map((item) => item[name]);
  };
  for (const [name, url] of Object.entries(LISTS)) ids[name] = await listed(name, url);
  ids.rideId = (await Promise.all(ids.parkId!.map((id) => listed('rideId', `/api/parks/${String(id)}/rides`)))).flat();
  ids.jobId = (await api.query<{ id: string }>('SELECT job_id AS id FROM storage_measurements')).map(({ id }) => id);
  return ids;
}

function requestsOf(path: string, operation: Operation, ids: Ids): string[] {
  const parameters = (operation.parameters ?? []) as Parameter[];
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const subjects = inQuery.filter(({ name }) => SUBJECTS.includes(name));
  const basics = inQuery.filter(({ required, name }) => required === true && !SUBJECTS.includes(name));
  const basic = Object.fromEntries(basics.map((parameter) => [parameter.name, exampleOf(parameter)]));
  const queries = [
    ...(subjects.some(({ required }) => required === true) ? [] : [basic]),
    ...subjects.flatMap(({ name }) => ids[name]!.map((id) => ({ ...basic, [name]: id }))),
  ];
  const variations = inQuery.flatMap(({ name, schema }) => (schema?.enum ?? []).map((value) => [name, value] as const));
  const varied = variations.map(([name, value]) => ({ ...(queries[1] ?? queries[0]!), [name]: value }));
  return pathsOf(path, parameters, ids).flatMap((filled) =>
    [...queries, ...varied].map((query) => urlOf(filled, query)),
  );
}

function pathsOf(path: string, parameters: readonly Parameter[], ids: Ids): string[] {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce(
      (paths, parameter) => {
        const values = ids[parameter.name] ?? [exampleOf(parameter)];
        return paths.flatMap((text) => values.map((value) => text.replace(`{${parameter.name}}`, String(value))));
      },
      [path],
    );
}

const exampleOf = ({ example, schema }: Parameter): unknown => example ?? schema?.example ?? schema?.default;

function urlOf(path: string, query: Record<string, unknown>): string {
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? path : `${path}?${text}`;
}
