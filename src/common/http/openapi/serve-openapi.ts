import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppConfig } from '../../config/app-config.js';
import { packageInfo } from '../../process/startup.js';
import { DAY_MS, utcDayOf } from '../../time/calendar.js';
import { Clock } from '../../time/clock.js';
import { CSRF_HEADER_NAME } from '../access/admin-guard.js';
import { SESSION_COOKIE } from '../access/admin-access.js';
import { ADMIN_SECURITY, CSRF_SECURITY, SESSION_SECURITY } from '../access/scopes.js';
import { ErrorResponse } from '../http-errors.js';
import { MovedView } from '../addresses/entity-address.js';
import { JSON_BODY_LIMIT_BYTES } from '../validation.pipe.js';
import { errorExample, errorSchemaOf } from './api-errors.js';
import { documentQueryAddresses } from './query-addresses.js';
import { documentDataAge } from './data-age.js';
import { isPage, operationIdOf } from './operation-id.js';
import { documentWordDefaults, dropWordDefaults, type OperationOfWords } from './word-defaults.js';

/** A schema object of OpenAPI, or any other part of the document. */
type Node = Record<string, unknown>;

/**
 * Converts the schemas of an OpenAPI 3.0 document, which @nestjs/swagger generates, to those of 3.1: plain JSON Schema. In 3.0, an
 * enum or a reference with `nullable` still refuses null, so responses would not match the document. 3.1 has the type `null`.
 */
export function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest }: Node = Object.fromEntries(
    Object.entries(node as Node).map(([key, value]) => [key, isExample(key) ? value : toJsonSchema(value)]),
  );
  return nullable === true ? orNull(rest) : nullable === undefined || nullable === false ? rest : { nullable, ...rest };
}

/** Examples are data, and may have a field named `nullable`. */
const isExample = (key: string): boolean => key === 'example' || key === 'examples' || key === 'default';

function orNull(schema: Node): Node {
  if (typeof schema.type === 'string') {
    const { type, enum: words, ...rest } = schema;
    return {
      ...rest,
      type: [type, 'null'],
      ...(Array.isArray(words) ? { enum: [...(words as unknown[]), null] } : {}),
    };
  }
  const { allOf, $ref, oneOf, anyOf, ...rest } = schema;
  const alternatives = anyOf ?? oneOf ?? [onlyOne(allOf) ?? ($ref === undefined ? { allOf } : { $ref })];
  const isUnconstrained = [allOf, $ref, oneOf, anyOf].every((keyword) => keyword === undefined);
  // Without any constraint, null is already valid.
  return isUnconstrained ? rest : { ...rest, anyOf: [...(alternatives as unknown[]), { type: 'null' }] };
}

/** 3.0 uses `allOf` with one member to add a description to a reference. */
const onlyOne = (allOf: unknown): unknown => (Array.isArray(allOf) && allOf.length === 1 ? allOf[0] : undefined);

const TOO_LARGE = `The body is larger than ${JSON_BODY_LIMIT_BYTES} bytes`;
/** Messages of the body parser and of {@link refuseOtherBodies}; errors of the framework have no code of their own. */
const MESSAGES = { '413': 'request entity too large', '415': 'The body must be application/json' } as const;
const DESCRIPTIONS = { '413': TOO_LARGE, '415': 'The body is not JSON' } as const;

/** Documents the responses of operations with a body to an invalid body. */
function documentBodyErrors(operation: { requestBody?: unknown; responses: Record<string, unknown> }): void {
  if (operation.requestBody === undefined) return;
  for (const status of ['413', '415'] as const) {
    const example = errorExample('VALIDATION_FAILED', { message: MESSAGES[status], details: {} });
    operation.responses[status] = {
      description: DESCRIPTIONS[status],
      content: {
        'application/json': { schema: errorSchemaOf(['VALIDATION_FAILED']), examples: { VALIDATION_FAILED: example } },
      },
    };
  }
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  allowReserved?: boolean;
  example?: unknown;
  schema?: Record<string, unknown>;
}

/** Pairs of parameters of which a request needs one; Swagger UI fills in the first. */
const ALTERNATIVES = [
  ['rideId', 'parkId'],
  ['rideIds', 'parkIds'],
  ['date', 'weekday'],
] as const;
/** Ids start at 1 in a new database, so this id exists if there is any data. */
const EXISTING_ID = 1;

/**
 * Swagger UI fills in the examples of all parameters, and "Execute" sends them. So only required parameters, and one of each
 * pair of alternatives, get an example. Dates are within the month that ends yesterday, for which a running warehouse, or the demo,
 * has data.
 */
function makeExecutable(paths: OpenAPIObject['paths'], nowMs: number): void {
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item as object) as unknown[])) {
    const parameters = (operation as { parameters?: Parameter[] }).parameters ?? [];
    const names = new Set(parameters.map(({ name }) => name));
    const chosen = ALTERNATIVES.filter((pair) => pair.every((name) => names.has(name))).map(([name]) => String(name));
    for (const parameter of parameters) {
      const isNeeded = parameter.required === true || chosen.includes(parameter.name);
      const example = isNeeded ? exampleOf(parameter, nowMs) : undefined;
      delete parameter.example;
      delete parameter.schema?.example;
      if (example !== undefined) parameter.example = example;
      // Instants contain colons; without this, strict validators refuse a URL with unescaped colons.
      if (parameter.in === 'query' && parameter.schema?.format === 'date-time') parameter.allowReserved = true;
    }
  }
}

function exampleOf({ name, example, schema }: Parameter, nowMs: number): unknown {
  const dayText = (daysAgo: number) => utcDayOf(nowMs - daysAgo * DAY_MS);
  const daysAgo = ['to', 'endDate'].includes(name) ? 1 : ['from', 'startDate'].includes(name) ? 30 : 1;
  if (schema?.format === 'date') return dayText(daysAgo);
  if (schema?.format === 'date-time') return `${dayText(daysAgo === 30 ? 2 : 1)}T00:00:00Z`;
  if (name === 'year') return Number(dayText(1).slice(0, 4));
  if (/Id$/.test(name) && isInternalId(schema)) return EXISTING_ID;
  if (name === 'rideIds') return String(EXISTING_ID);
  return example ?? schema?.example;
}

/** Addresses of entities have several forms, the id first. */
const isInternalId = (schema: Record<string, unknown> = {}): boolean =>
  [schema, (schema.anyOf as Record<string, unknown>[] | undefined)?.[0]].some((form) => form?.type === 'integer');

const START_HERE = `

**Start here:** \`GET /api/parks\` lists the parks with their ids, \`GET /api/parks/{parkId}/live\` shows one of them now, and
\`GET /api/analytics/rankings/wait-times\` ranks rides by their average wait. Times are UTC, local days are those of the
park, waits are minutes. Everything outside \`/api/admin\` is public within a rate limit, which a public key raises;
\`/api/admin\` requires an admin key with the scopes that each operation lists.

**Version:** every path below \`/api\` is also served below \`/api/v1\`, as \`/api/v1/parks\`. Use \`/api/v1\` in programs: \`/api\` is its
alias until version 1.0. The paths of this document are those of the alias.`;

/** Public groups in the order in which a new user needs them; admin groups follow by name. */
const PUBLIC_TAGS: Readonly<Record<string, string>> = {
  catalogue: 'Destinations, parks and rides, with their ids.',
  live: 'The newest state of parks and rides.',
  analytics: 'Rankings, trends, heatmaps, calendars, typical days, year over year; computed from statistics.',
  schedules: 'Published opening hours and prices of parks, and how they changed.',
  'shows and dining': 'Performances of shows and availability of tables, over time.',
  history: 'Rides and their queues over time, raw or by hour and day.',
  metadata: 'Positions and height limits of rides, indoors or outdoors.',
  export: 'Stored observations as files.',
  health: 'Health of the service, and metrics for Prometheus.',
};

/** @param nowMs examples of dates are shortly before it */
export function createOpenApiDocument(app: INestApplication, nowMs: number, basePath = '/'): OpenAPIObject {
  const { version, description } = packageInfo();
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Theme park data warehouse')
    .setDescription(description + START_HERE)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(basePath, 'this server')
    // Not addBearerAuth, which adds that the key is a JWT.
    .addSecurity(ADMIN_SECURITY, {
      type: 'http',
      scheme: 'bearer',
      description: 'An admin key: ADMIN_API_KEY, or one of `/api/admin/keys` with the scopes that the operation lists',
    })
    .addSecurity(SESSION_SECURITY, {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description: 'The session that `POST /api/admin/session` begins',
    })
    .addSecurity(CSRF_SECURITY, {
      type: 'apiKey',
      in: 'header',
      name: CSRF_HEADER_NAME,
      description: 'The CSRF token of the session, for everything but reads',
    })
    .build();
  const document = SwaggerModule.createDocument(app, base, { extraModels: [ErrorResponse, MovedView] });
  describeOperations(document);
  delete document.info.contact;
  makeExecutable(document.paths, nowMs);
  return { ...(toJsonSchema(document) as OpenAPIObject), tags: tagsOf(document) };
}

interface Operation {
  operationId: string;
  summary?: string;
  security?: object[];
  requestBody?: unknown;
  responses: Record<string, { description: string }>;
}

function describeOperations({ paths, components }: OpenAPIObject): void {
  dropWordDefaults(components?.schemas);
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      operation.operationId = operationIdOf(method, path, isPage(operation, components?.schemas));
      // States that no key is needed; without a list, the document would leave that open.
      operation.security ??= [];
      documentBodyErrors(operation);
      documentQueryAddresses(operation);
      documentDataAge(path, operation);
      documentWordDefaults(operation as OperationOfWords);
      for (const response of Object.values(operation.responses)) response.description ||= operation.summary ?? 'Done';
    }
  }
}

function tagsOf({ paths }: OpenAPIObject): { name: string; description: string }[] {
  const operations = Object.values(paths).flatMap((item) => Object.values(item as Record<string, { tags?: string[] }>));
  const used = new Set(operations.flatMap(({ tags = [] }) => tags));
  const known = Object.entries(PUBLIC_TAGS).filter(([name]) => used.has(name));
  const others = [...used].filter((name) => !(name in PUBLIC_TAGS)).sort();
  return [
    ...known.map(([name, description]) => ({ name, description })),
    ...others.map((name) => ({ name, description: 'For operators; needs the admin key.' })),
  ];
}

/**
 * Swagger UI at /api/docs, the document at /api/docs-json. The first request of either makes the document: it takes a
 * quarter of a second, which a start need not wait for.
 */
export function serveOpenApi(app: INestApplication): void {
  const document = () => createOpenApiDocument(app, app.get(Clock).now().getTime(), app.get(AppConfig).BASE_PATH);
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/docs-json',
    raw: ['json'],
    customSiteTitle: 'Theme park data warehouse: API',
    swaggerOptions: { persistAuthorization: true },
  });
}
