import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ADMIN_SECURITY } from './controllers.js';
import { ErrorResponse } from './error-response.js';

interface PackageInfo {
  version: string;
  description: string;
}

/** Three levels up both from src/common/http and from dist/common/http. */
function packageInfo(): PackageInfo {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as PackageInfo;
}

function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const { version, description } = packageInfo();
  const base = new DocumentBuilder()
    .setTitle('Theme park data warehouse')
    .setDescription(description)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The admin key (ADMIN_API_KEY)' }, ADMIN_SECURITY)
    .build();
  return SwaggerModule.createDocument(app, base, { extraModels: [ErrorResponse] });
}

/** Swagger UI at /api/docs, the document at /api/docs-json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, createOpenApiDocument(app), {
    jsonDocumentUrl: 'api/docs-json',
    raw: ['json'],
    customSiteTitle: 'Theme park data warehouse: API',
    swaggerOptions: { persistAuthorization: true, tagsSorter: 'alpha' },
  });
}
