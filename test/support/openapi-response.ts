import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Record<string, unknown>;
type Operations = Record<string, { responses: Record<string, { content?: Record<string, { schema?: Schema }> }> }>;

export interface DocumentedResponse {
  status: number;
  body: unknown;
}

export type ExpectDocumented = (response: DocumentedResponse, method: string, path: string) => void;

export interface Documented {
  document: OpenAPIObject;
  expectDocumented: ExpectDocumented;
}

let ofThisFile: Promise<Documented> | undefined;

/**
 * The document of the first application of a test file, and the check against it. Applications of the same code differ only in
 * the dates of its examples, and making a document and its check takes most of the time of a start.
 */
export function documentedOnce(read: () => Promise<OpenAPIObject>): Promise<Documented> {
  ofThisFile ??= read().then((document) => ({ document, expectDocumented: documentedBy(document) }));
  return ofThisFile;
}

/**
 * Checks a response against the OpenAPI document: the status is documented, all required fields are present, all values match
 * the schema, and there are no undocumented fields. `path` is the path in the document: `/api/parks/{parkId}`.
 */
function documentedBy(document: OpenAPIObject): ExpectDocumented {
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const [name, schema] of Object.entries(schemas))
    ajv.addSchema(jsonSchema(schema), `#/components/schemas/${name}`);

  const compiled = new Map<Schema, ValidateFunction>();
  const compile = (schema: Schema): ValidateFunction => {
    const validate = compiled.get(schema) ?? ajv.compile(jsonSchema(schema));
    compiled.set(schema, validate);
    return validate;
  };

  return (response, method, path) => {
    const operation = (document.paths as Record<string, Operations>)[path]?.[method];
    if (operation === undefined) throw new Error(`${method} ${path} is not in the OpenAPI document`);
    const documented = operation.responses[String(response.status)];
    if (documented === undefined) throw new Error(`${method} ${path} does not document ${response.status}`);
    const schema = documented.content?.['application/json']?.schema;
    if (schema === undefined) throw new Error(`${method} ${path} ${response.status} documents no body`);
    const validate = compile(schema);
    if (validate(response.body)) return;
    const problems = validate.errors!.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    throw new Error(`${method} ${path} ${response.status} is not as documented:\n${problems.join('\n')}`);
  };
}

/** Forbids additional properties, except in parts of `allOf`, so that undocumented fields are found. */
function jsonSchema(schema: unknown, isPart = false): Schema {
  const converted = Object.fromEntries(
    Object.entries(schema as Schema).map(([key, value]) => [key, convertKeyword(key, value, isPart)] as const),
  );
  const isOpen = isPart || converted.properties === undefined || converted.additionalProperties !== undefined;
  return isOpen ? converted : { ...converted, additionalProperties: false };
}

function convertKeyword(key: string, value: unknown, isPart: boolean): unknown {
  if (key === 'properties') {
    return Object.fromEntries(
      Object.entries(value as Schema).map(([name, schema]) => [name, jsonSchema(schema, isPart)]),
    );
  }
  if (key === 'items') return jsonSchema(value, isPart);
  if (key === 'additionalProperties' && typeof value === 'object') return jsonSchema(value);
  if (key === 'allOf') return (value as unknown[]).map((part) => jsonSchema(part, true));
  if (key === 'oneOf' || key === 'anyOf') return (value as unknown[]).map((part) => jsonSchema(part));
  return value;
}
