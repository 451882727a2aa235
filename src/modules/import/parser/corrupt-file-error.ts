import { DomainError } from '../../../common/errors/domain-error.js';

/** What is wrong with a file as a whole. Stable words: they are stored and shown. */
export const FILE_DEFECTS = [
  /** No content at all, compressed or not. */
  'EMPTY',
  /** Neither zlib, nor gzip, nor plain JSON. */
  'NOT_COMPRESSED_JSON',
  /** The compressed stream ends too early. */
  'TRUNCATED',
  /** The compressed stream is damaged: impossible codes, or its checksum differs. */
  'CHECKSUM',
  /** Inflates to more than is allowed. */
  'TOO_LARGE',
  /** The inflated text is no JSON. */
  'NOT_JSON',
  /** JSON, but neither an array nor an object with an array `events`. */
  'WRONG_SHAPE',
] as const;
export type FileDefect = (typeof FILE_DEFECTS)[number];

const EXPLANATIONS: Readonly<Record<FileDefect, string>> = {
  EMPTY: 'is empty',
  NOT_COMPRESSED_JSON: 'is neither zlib, nor gzip, nor plain JSON',
  TRUNCATED: 'ends in the middle of its compressed stream',
  CHECKSUM: 'is damaged: its compressed stream or its checksum does not hold',
  TOO_LARGE: 'inflates to more bytes than allowed',
  NOT_JSON: 'does not contain valid JSON',
  WRONG_SHAPE: 'is neither an array of events nor an object with an array "events"',
};

/** What a stored defect word means, as the end of a sentence about the file. */
export function explainDefect(defect: string): string {
  const known: Readonly<Partial<Record<string, string>>> = EXPLANATIONS;
  return known[defect] ?? 'could not be read';
}

/** The file as a whole cannot be read; reading the same bytes again will not help. */
export class CorruptFileError extends DomainError {
  declare readonly details: Readonly<{ defect: FileDefect; compressedBytes: number }>;

  constructor(
    readonly defect: FileDefect,
    readonly compressedBytes: number,
    options?: ErrorOptions,
  ) {
    super(
      'CORRUPT_FILE',
      `The file of ${compressedBytes} bytes ${EXPLANATIONS[defect]}`,
      { defect, compressedBytes },
      options,
    );
  }
}
