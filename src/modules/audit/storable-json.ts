import { canonicalJson } from '../../common/reading/canonical-json.js';

/** A JSON column rejects lone surrogates and deep nesting; bodies of refused requests can have both. */
export function storableJson(value: unknown): object | null {
  const text = canonicalJson(JSON.parse(JSON.stringify(value ?? null)) as unknown);
  const storable = text === null ? 'nested too deep' : (JSON.parse(text) as unknown);
  return typeof storable === 'object' ? storable : { value: storable };
}
