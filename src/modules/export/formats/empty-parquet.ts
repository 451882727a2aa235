/** In the footer's compact Thrift: the 64-bit field `num_rows` with 0, then the list `row_groups` with its header. */
const NO_ROWS_NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00]);
/** The header of an empty list of structs. */
const EMPTY_LIST_OF_STRUCTS = 0x0c;

/**
 * The bytes of a Parquet file without row groups, with the list of them typed. hyparquet-writer 0.17.0 guesses the type
 * of a list from its first element and gives an empty one the type 0, which Thrift does not have: arrow-rs, and so
 * Polars, DataFusion and others, refuse the file ("Expected list element type of Struct"). A file without row groups is
 * valid; a row group without rows is refused by parquet-java.
 */
export function withTypedEmptyList(file: Uint8Array): Uint8Array {
  const typed = Buffer.from(file);
  const at = typed.indexOf(NO_ROWS_NO_GROUPS);
  if (at === -1 || typed.includes(NO_ROWS_NO_GROUPS, at + 1)) {
    throw new Error('The footer of an empty Parquet file is not as hyparquet-writer 0.17.0 writes it');
  }
  typed[at + NO_ROWS_NO_GROUPS.length - 1] = EMPTY_LIST_OF_STRUCTS;
  return typed;
}
