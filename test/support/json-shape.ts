/** Every path in JSON values (`liveData[].queue.STANDBY.waitTime`), with the types that occur there. */
export function shapeOf(values: readonly unknown[]): Map<string, Set<string>> {
  const shape = new Map<string, Set<string>>();
  for (const value of values) walk(value, '', shape);
  return shape;
}

function walk(value: unknown, path: string, shape: Map<string, Set<string>>): void {
  const types = shape.get(path) ?? new Set<string>();
  shape.set(path, types.add(typeName(value)));
  if (Array.isArray(value)) for (const element of value) walk(element, `${path}[]`, shape);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`, shape);
  }
}

/** Distinguishes strings by their format, so that an instant without an offset is a type of its own. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  if (typeof value !== 'string') return typeof value;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return 'uuid';
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)) return 'utc instant';
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/.test(value)) return 'local instant';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date';
  return 'text';
}
