import type { RunQuery } from '../dialect/server-identity.js';

const OF_SCHEMA = /^GRANT (.+) ON (?:\*|`((?:[^`]|``)+)`)\.\* TO `(?:[^`]|``)*`@`/;

/**
 * Whether the user has all of these privileges on the schema by grants to the account itself. False is no proof: roles and patterns of names
 * are not looked at.
 */
export async function hasByGrants(query: RunQuery, schema: string, privileges: readonly string[]): Promise<boolean> {
  const rows = (await query('SHOW GRANTS')) as Record<string, string>[];
  return grantsGive(
    rows.map((row) => Object.values(row)[0]!),
    schema,
    privileges,
  );
}

/** @param grants lines of SHOW GRANTS */
export function grantsGive(grants: readonly string[], schema: string, privileges: readonly string[]): boolean {
  const given = new Set<string>();
  for (const grant of grants) {
    const [, list, quoted] = OF_SCHEMA.exec(grant) ?? [];
    if (list === undefined || (quoted !== undefined && nameOf(quoted) !== schema)) continue;
    for (const privilege of list.split(', ')) given.add(privilege);
  }
  return given.has('ALL PRIVILEGES') || privileges.every((privilege) => given.has(privilege));
}

/** The name that a grant has as a pattern, such as `theme\_park`, with every ` doubled. */
const nameOf = (quoted: string): string => quoted.replaceAll('``', '`').replace(/\\([_%\\])/g, '$1');
