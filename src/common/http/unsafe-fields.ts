/** No DTO is as deep as this; what lies below is inside an unknown field. */
const MAX_NAMED_DEPTH = 8;

/**
 * Fields of a request that are named like a member of every object, as paths, such as `['inner', '0', 'toString']`.
 * The validation pipe does not see them: Nest and class-transformer leave some of them out, and class-validator takes
 * the members that its own tables inherit for known fields.
 */
export function prototypeNames(value: unknown, parents: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || parents.length === MAX_NAMED_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...parents, name];
    return name in Object.prototype || name === 'prototype' ? [path] : prototypeNames(inner, path);
  });
}

/** class-transformer recurses into whatever was sent, until the stack overflows. */
export function isNestedDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeperThan(levels - 1, inner));
}
