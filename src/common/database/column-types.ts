/** Column of a UUID. */
export const UUID = { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** Column of the public id of an import. */
export const IMPORT_ID = { type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** The same engine, character set and collation on MySQL 8 and MariaDB 10.6+, regardless of the server's defaults. */
export const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';
