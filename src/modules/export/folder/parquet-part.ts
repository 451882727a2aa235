import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { withTypedEmptyList } from '../export-formats.js';
import type { Cell, ExportColumn } from '../export-table.js';
import { parquetSchema } from '../parquet-columns.js';
import type { RowGroupBuffer } from './columns/row-group.js';

/** Rows of a group at most. Readers read groups in parallel. */
const MAX_ROWS_PER_GROUP = 65_536;
/** Cells of a group at most, which bounds the memory of a file that is being written. */
const MAX_CELLS_PER_GROUP = 700_000;
/** Rows of the file that a row of the database may be: the hours of a day. A group must have room for them before it is full. */
const MAX_ROWS_AT_ONCE = 24;

export interface WrittenPart {
  rows: number;
  bytes: number;
  sha256: string;
}

/** A Parquet file that is written row by row. Its values are collected by column, without an object for each row. */
export class ParquetPart {
  private readonly hash: Hash = createHash('sha256');
  private rows = 0;
  private length = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly group: RowGroupBuffer,
    private readonly bytes: ByteWriter,
    private readonly writer: ParquetWriter,
  ) {}

  static async create(path: string, columns: readonly ExportColumn[], createdBy: string): Promise<ParquetPart> {
    // loaded with the first file: the server seldom needs it
    const [hyparquet, rowGroups] = await Promise.all([import('hyparquet-writer'), import('./columns/row-group.js')]);
    const bytes = new hyparquet.ByteWriter();
    const writer = new hyparquet.ParquetWriter({ writer: bytes, schema: parquetSchema(columns), createdBy });
    const capacity = Math.min(MAX_ROWS_PER_GROUP, Math.floor(MAX_CELLS_PER_GROUP / columns.length));
    const group = rowGroups.takeBuffer(columns, capacity);
    // last, because whatever fails after it would leave the file open
    return new ParquetPart(await open(path, 'w'), group, bytes, writer);
  }

  /** Adds a row; a full group must be written before. */
  add(cells: readonly Cell[]): void {
    this.group.add(cells);
  }

  get isGroupFull(): boolean {
    return this.group.rows > this.group.capacity - MAX_ROWS_AT_ONCE;
  }

  async writeGroup(): Promise<void> {
    const { rows } = this.group;
    if (rows === 0) return;
    this.writer.row_groups.push(this.group.write(this.bytes));
    this.writer.num_rows += BigInt(rows);
    this.rows += rows;
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
    this.group.release();
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
