import type { ArchiveObject } from '../source/archive-source.js';
import type { FileOutcome, FilePipeline } from './file-pipeline.js';

/** An earlier reading of the same version of a file, whose rows are all there. */
export interface EarlierReading {
  importId: string;
  read: number;
  rejected: number;
}

/** A file that need not be read: an earlier import stored the rows of this version of it. */
export interface ImportedFile {
  kind: 'imported-before';
  object: ArchiveObject;
  etag: string;
  earlier: EarlierReading;
}

/** The outcomes of the files in their order; those that were imported before are not fetched. */
export async function* withImportedFiles(
  objects: readonly ArchiveObject[],
  imported: ReadonlyMap<string, EarlierReading>,
  pipeline: Pick<FilePipeline, 'run'>,
): AsyncGenerator<FileOutcome | ImportedFile> {
  const outcomes = pipeline.run(objects.filter(({ key }) => !imported.has(key)));
  try {
    for (const object of objects) {
      const earlier = imported.get(object.key);
      if (earlier !== undefined) yield { kind: 'imported-before', object, etag: object.etag, earlier };
      else yield (await outcomes.next()).value as FileOutcome;
    }
  } finally {
    await outcomes.return(undefined);
  }
}
