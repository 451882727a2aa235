/** MariaDB refuses JSON that is nested deeper (MySQL: deeper than 100). Real content is not; deep content can exhaust the stack. */
export const MAX_JSON_DEPTH = 31;

/** Stands for a value that is nested deeper. */
export const NESTED_TOO_DEEP = 'nested too deep';

/**
 * JSON text without spaces and with the members of every object sorted by name, so that equal content has equal text. Arrays
 * keep their order, which may be significant. Null for a value nested deeper than {@link MAX_JSON_DEPTH}.
 * @param value a result of JSON.parse
 */
export function canonicalJson(value: unknown): string | null {
  return write(value, 0);
}

/**
 * The canonical text of any value, for a JSON column; {@link NESTED_TOO_DEEP} for one that is nested too deep.
 * @param replacer that of JSON.stringify
 */
export function storableJson(value: unknown, replacer?: (name: string, inner: unknown) => unknown): string {
  if (isDeeper(value, MAX_JSON_DEPTH)) return quote(NESTED_TOO_DEEP);
  return canonicalJson(JSON.parse(JSON.stringify(value ?? null, replacer))) ?? quote(NESTED_TOO_DEEP);
}

/** Deep nesting exhausts the stack of `JSON.stringify`. */
const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

function write(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === MAX_JSON_DEPTH) return null;
  if (Array.isArray(value)) {
    return enclose(
      '[',
      value.map((element) => write(element, depth + 1)),
      ']',
    );
  }
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => {
      const text = write(member, depth + 1);
      return text === null ? null : `${quote(name)}:${text}`;
    });
  return enclose('{', members, '}');
}

function enclose(open: string, parts: (string | null)[], close: string): string | null {
  return parts.includes(null) ? null : open + parts.join(',') + close;
}

/** JSON columns refuse lone surrogates. */
function quote(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
