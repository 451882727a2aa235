import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Validator } from '@seriousme/openapi-schema-validator';
import request from 'supertest';
import { startHttpApp } from './support/test-http-app.js';

describe('the OpenAPI document', () => {
  let app: NestExpressApplication;
  let document: OpenAPIObject;
  beforeAll(async () => {
    app = await startHttpApp();
    const response = await request(app.getHttpServer()).get('/api/docs-json');
    document = response.body as OpenAPIObject;
  });
  afterAll(() => app.close());

  it('is valid', async () => {
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({
      valid: true,
    });
  });

  it('has the title and version of the package', () => {
    expect(document.info).toMatchObject({
      title: 'Theme park data warehouse',
      version: expect.stringMatching(/^\d+\./) as unknown,
    });
  });

  it('documents paths, queries and pages from the decorators that validate them', () => {
    const list = document.paths['/api/samples']?.get;
    expect(list?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    expect(list?.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { required: ['data', 'page'] } } },
    });
    expect(document.paths['/api/samples/{sampleId}']?.get?.parameters).toEqual([
      expect.objectContaining({
        name: 'sampleId',
        in: 'path',
        required: true,
        schema: expect.objectContaining({ maximum: 4_294_967_295 }) as unknown,
      }),
    ]);
    expect(
      document.paths['/api/samples/range']?.get?.parameters?.map((parameter) => 'name' in parameter && parameter.name),
    ).toEqual(['startDate', 'from', 'destinationId', 'parkId']);
  });

  it('documents the default of a word, in a query and in a schema', () => {
    const words = { $ref: '#/components/schemas/Size' };
    expect(document.paths['/api/samples/size']?.get?.parameters).toEqual([
      {
        name: 'size',
        in: 'query',
        required: false,
        description: 'How large',
        schema: { allOf: [words], default: 'SMALL' },
      },
    ]);
    expect(document.components?.schemas?.SizeQuery).toMatchObject({
      properties: { size: { allOf: [words], default: 'SMALL', description: 'How large' } },
    });
    expect(JSON.stringify(document)).not.toContain('x-default');
  });

  it('documents errors by code, under the status of each', () => {
    const responses = document.paths['/api/samples/{sampleId}']?.get?.responses ?? {};
    expect(responses['404']).toMatchObject({ description: 'PARK_NOT_FOUND, RIDE_NOT_FOUND' });
    expect(responses['400']).toMatchObject({ description: 'VALIDATION_FAILED, DATE_OUT_OF_RANGE' });
    expect(JSON.stringify(responses['404'])).toContain('#/components/schemas/ErrorResponse');
    expect(document.components?.schemas).toHaveProperty('ErrorResponse');
  });

  it('requires the key for the admin part only', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).map((operation: { security?: unknown[]; responses: object }) => ({ path, operation })),
    );
    for (const { path, operation } of operations) {
      const isAdmin = path.startsWith('/api/admin');
      const scopes = ((operation.security ?? []) as Record<string, unknown>[]).map((way) => Object.keys(way)[0]);
      expect([path, scopes]).toEqual([path, isAdmin ? ['admin', 'session'] : []]);
      if (isAdmin)
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '401', '429', '500']));
    }
  });

  it('has an HTML page whose scripts the content security policy allows', async () => {
    const page = await request(app.getHttpServer()).get('/api/docs').redirects(1);
    expect(page.status).toBe(200);
    const scripts = [...page.text.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, attributes, inline] of scripts) {
      expect(inline?.trim()).toBe('');
      const source = /src="([^"]+)"/.exec(attributes ?? '')?.[1] ?? '';
      await request(app.getHttpServer()).get(new URL(source, 'http://host/api/docs').pathname).expect(200);
    }
  });
});
