/** Column of a UUID. */
export const UUID = { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** Column of the public id of an import. */
export const IMPORT_ID = { type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' } as const;
