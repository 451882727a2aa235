import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Clock } from '../../time/clock.js';
import { packageInfo } from '../../process/package-info.js';
import { ADMIN_SECURITY } from '../controllers.js';
import { ErrorResponse } from '../error-response.js';
import { documentBodyErrors } from './body-errors.js';
import { toJsonSchema } from './json-schema.js';
import { isPage, operationIdOf } from './operation-id.js';
import { makeExecutable } from './try-it-out.js';

const START_HERE = `

**Start here:** \`GET /api/parks\` lists the parks with their ids, \`GET /api/parks/{parkId}/live\` shows one of them now, and
\`GET /api/analytics/rankings/wait-times\` ranks rides by their average wait. Times are UTC, local days are those of the
park, waits are minutes. Everything outside \`/api/admin\` is open to everybody within a rate limit; \`/api/admin\` needs the
admin key.`;

/** Public groups first, in the order in which somebody new needs them; those of the admin part follow by name. */
const PUBLIC_TAGS: Readonly<Record<string, string>> = {
  catalogue: 'Destinations, parks and rides: what there is, and under which id.',
  live: 'The newest state of parks and rides.',
  analytics: 'Rankings, trends, heatmaps, calendars, typical days, year over year: from statistics, in milliseconds.',
  history: 'Rides and their queues over time, raw or by hour and day.',
  metadata: 'Where rides are, how tall one must be, indoors or outdoors.',
  export: 'Stored observations as files.',
  health: 'Whether the service is up, and its figures for Prometheus.',
};

function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const { version, description } = packageInfo();
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Theme park data warehouse')
    .setDescription(description + START_HERE)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'this server')
    // Not addBearerAuth, which adds that the key is a JWT.
    .addSecurity(ADMIN_SECURITY, { type: 'http', scheme: 'bearer', description: 'The admin key (ADMIN_API_KEY)' })
    .build();
  const document = SwaggerModule.createDocument(app, base, { extraModels: [ErrorResponse] });
  describeOperations(document);
  delete document.info.contact;
  makeExecutable(document.paths, app.get(Clock).now().getTime());
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
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      operation.operationId = operationIdOf(method, path, isPage(operation, components?.schemas));
      // Says that no key is needed, where a missing list would leave it open.
      operation.security ??= [];
      documentBodyErrors(operation);
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

/** Swagger UI at /api/docs, the document at /api/docs-json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, createOpenApiDocument(app), {
    jsonDocumentUrl: 'api/docs-json',
    raw: ['json'],
    customSiteTitle: 'Theme park data warehouse: API',
    swaggerOptions: { persistAuthorization: true },
  });
}
