import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { withTypedEmptyList } from '../export-formats.js';
import type { Cell, ExportColumn } from '../export-table.js';
import { parquetSchema, parquetValue, type ParquetValue } from '../parquet-columns.js';

/** Rows of a group at most. Readers read groups in parallel. */
const MAX_ROWS_PER_GROUP = 65_536;
/** Cells of a group at most, which bounds the memory of a file that is being written. */
const MAX_CELLS_PER_GROUP = 700_000;

export interface WrittenPart {
  rows: number;
  bytes: number;
  sha256: string;
}

/** A Parquet file that is written row by row. Its values are collected by column, without an object for each row. */
export class ParquetPart {
  private readonly hash: Hash = createHash('sha256');
  private readonly rowsPerGroup: number;
  private group: ParquetValue[][];
  private rows = 0;
  private length = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly columns: readonly ExportColumn[],
    private readonly bytes: ByteWriter,
    private readonly writer: ParquetWriter,
  ) {
    this.rowsPerGroup = Math.min(MAX_ROWS_PER_GROUP, Math.floor(MAX_CELLS_PER_GROUP / columns.length));
    this.group = columns.map(() => []);
  }

  static async create(path: string, columns: readonly ExportColumn[], createdBy: string): Promise<ParquetPart> {
    // loaded with the first file: the server seldom needs it
    const hyparquet = await import('hyparquet-writer');
    const bytes = new hyparquet.ByteWriter();
    const writer = new hyparquet.ParquetWriter({ writer: bytes, schema: parquetSchema(columns), createdBy });
    return new ParquetPart(await open(path, 'w'), columns, bytes, writer);
  }

  add(cells: readonly Cell[]): void {
    const { group, columns } = this;
    for (let index = 0; index < columns.length; index++) {
      group[index]!.push(parquetValue(columns[index]!.type, cells[index]!));
    }
  }

  get isGroupFull(): boolean {
    return this.group[0]!.length >= this.rowsPerGroup;
  }

  async writeGroup(): Promise<void> {
    const count = this.group[0]!.length;
    if (count === 0) return;
    const columnData = this.columns.map(({ name, type }, index) => {
      // instants are close to each other, so their differences are far shorter than themselves
      const encoding = type === 'instant' ? { encoding: 'DELTA_BINARY_PACKED' as const } : {};
      return { name, data: this.group[index]!, offsetIndex: false, ...encoding };
    });
    this.group = this.columns.map(() => []);
    await this.writer.write({ columnData, rowGroupSize: count });
    this.rows += count;
    await this.writeBytes();
  }

  /** Writes what is left and the footer, and makes sure that it is on the disk. */
  async finish(): Promise<WrittenPart> {
    await this.writeGroup();
    await this.writer.finish();
    await this.writeBytes(this.rows === 0);
    await this.file.sync();
    return { rows: this.rows, bytes: this.length, sha256: this.hash.digest('hex') };
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async writeBytes(isEmptyFile = false): Promise<void> {
    const bytes = isEmptyFile ? withTypedEmptyList(this.bytes.getBytes()) : this.bytes.getBytes();
    this.hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += (await this.file.write(bytes, at)).bytesWritten;
    this.length += bytes.length;
    this.bytes.index = 0;
  }
}
