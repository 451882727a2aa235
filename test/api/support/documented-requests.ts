import type { OpenAPIObject } from '@nestjs/swagger';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  example?: string | number;
  schema?: { format?: string; example?: string | number; default?: string | number };
}
export interface Operation {
  operationId: string;
  summary?: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: {
    content: Record<string, { schema?: { $ref?: string }; examples?: Record<string, { value: object }> }>;
  };
  responses: Record<string, { description: string; content: Record<string, { schema?: object; examples?: object }> }>;
}

/** The request that Swagger UI sends on "Execute", with the example values of the document. */
export function executed(path: string, { parameters = [] }: Operation): string {
  let filled = path;
  const query = new URLSearchParams();
  for (const { name, in: place, example, schema } of parameters) {
    const value = example ?? schema?.example ?? schema?.default;
    if (place === 'path') filled = filled.replace(`{${name}}`, String(value));
    else if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? filled : `${filled}?${query.toString()}`;
}

/** The body that Swagger UI sends: the example of the operation, else the examples of the fields of its DTO. */
export function exampleBody(document: OpenAPIObject, { requestBody }: Operation): object | undefined {
  const content = requestBody?.content['application/json'];
  if (content === undefined) return undefined;
  const example = Object.values(content.examples ?? {})[0]?.value;
  if (example !== undefined) return example;
  const name = content.schema?.$ref?.split('/').at(-1) ?? '';
  const { properties = {} } = document.components?.schemas?.[name] as {
    properties?: Record<string, { example?: unknown }>;
  };
  return Object.fromEntries(
    Object.entries(properties).flatMap(([field, { example }]) => (example === undefined ? [] : [[field, example]])),
  );
}

/** Whether the response never ends by itself. */
export const isEndless = ({ responses }: Operation): boolean =>
  responses['200']?.content['text/event-stream'] !== undefined;

/** Method, path and description of every operation. */
export const operationsOf = (document: OpenAPIObject): [string, string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  );
