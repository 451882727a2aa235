/** Column of a UUID. */
export const UUID = { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' } as const;
