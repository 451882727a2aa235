import { getMetadataArgsStorage, type ObjectType } from 'typeorm';

/** Sums of numbers up to this one are exact with any checksum added. */
const EXACT_SUM = 2 ** 52;

/**
 * SQL: a number of 32 bits that differs if any value of a row does. An absent value differs from each present one, and the text of a
 * column cannot run into that of the next one.
 */
export function rowChecksumSql(entity: ObjectType<object>): string {
  const texts = columnTypes(entity).map(({ name, type }) => {
    const value = type === 'varbinary' ? `HEX(\`${name}\`)` : type === 'enum' ? `\`${name}\` + 0` : `\`${name}\``;
    return `IFNULL(${value}, '-')`;
  });
  return `CRC32(CONCAT_WS('|', ${texts.join(', ')}))`;
}

/** SQL: what {@link RowsChecksum} computes from the checksums of the same rows. */
export function rowsChecksumSql(entity: ObjectType<object>, source: string): string {
  const row = rowChecksumSql(entity);
  return `SELECT COUNT(*) AS rowCount, CAST(COALESCE(SUM(${row}), 0) AS CHAR) AS crcSum,
                 CAST(COALESCE(BIT_XOR(${row}), 0) AS CHAR) AS crcBits FROM ${source}`;
}

export interface ChecksumRow {
  rowCount: number;
  crcSum: string;
  crcBits: string;
}

function columnTypes(entity: ObjectType<object>): { name: string; type: string }[] {
  const found: { name: string; type: string }[] = [];
  for (let owner: unknown = entity; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    for (const { target, options, propertyName } of getMetadataArgsStorage().columns)
      if (target === owner) found.push({ name: options.name ?? propertyName, type: String(options.type) });
  }
  return found;
}

/** The number, the sum and the bitwise exclusive-or of checksums of rows, in any order: another value means that a row has changed. */
export class RowsChecksum {
  private count = 0;
  private sum = 0;
  private wholeSum = 0n;
  private bits = 0;

  add(rowChecksum: number): void {
    this.count++;
    this.bits ^= rowChecksum;
    this.sum += rowChecksum;
    if (this.sum >= EXACT_SUM) {
      this.wholeSum += BigInt(this.sum);
      this.sum = 0;
    }
  }

  result(): ChecksumRow {
    const sum = this.wholeSum + BigInt(this.sum);
    return { rowCount: this.count, crcSum: String(sum), crcBits: String(this.bits >>> 0) };
  }
}

/** The checksums of the statements that read a month, as one text. */
export function checksumText(parts: readonly ChecksumRow[]): string {
  const texts = parts.map(({ rowCount, crcSum, crcBits }) => `${rowCount}:${crcSum}:${crcBits}`);
  return texts.filter((text) => !text.startsWith('0:')).join('+');
}
