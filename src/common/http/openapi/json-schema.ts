/** A schema object of OpenAPI, or any other part of the document. */
type Node = Record<string, unknown>;

/**
 * Turns the schemas of an OpenAPI 3.0 document, which is what @nestjs/swagger writes, into those of 3.1: plain JSON Schema.
 * 3.0 has `nullable`, and an enum or a reference beside it still refuses null, so that our own responses did not
 * fit our own document. 3.1 has the type `null`.
 */
export function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest }: Node = Object.fromEntries(
    Object.entries(node as Node).map(([key, value]) => [key, isExample(key) ? value : toJsonSchema(value)]),
  );
  return nullable === true ? orNull(rest) : nullable === undefined || nullable === false ? rest : { nullable, ...rest };
}

/** Examples are data: a field of theirs may be called `nullable`. */
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
  // Without any constraint null fits already.
  return isUnconstrained ? rest : { ...rest, anyOf: [...(alternatives as unknown[]), { type: 'null' }] };
}

/** `allOf` with one member is how 3.0 puts a description beside a reference. */
const onlyOne = (allOf: unknown): unknown => (Array.isArray(allOf) && allOf.length === 1 ? allOf[0] : undefined);
