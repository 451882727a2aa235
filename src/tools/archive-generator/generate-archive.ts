import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { EventDefectName, FileDefectName } from './defect-catalog.js';
import { destinationDays, type FileEvent } from './destination-days.js';
import { applyEventDefect, planDefects } from './event-defects.js';
import { damage, type FileShape, joinEvents, pack, planShape } from './file-container.js';
import { type GeneratorOptions, resolveOptions } from './generator-options.js';
import {
  type ArchiveManifest,
  digestEvents,
  emptyCounts,
  type FileManifest,
  type PlacedDefect,
  summarise,
} from './manifest.js';
import { SeededRandom } from './seeded-random.js';
import { archiveKey, isoDayOf } from '../epoch-days.js';
import { buildWorld } from './world-builder.js';
import type { Observation } from './world.js';

export interface GeneratedFile {
  key: string;
  /** Null: the day is intentionally missing. */
  bytes: Buffer | null;
  manifest: FileManifest;
  /** The observations that an import of this file must store; none for a defective file. */
  observations: Observation[];
}

/** Files compressed in the background while the next one is created. */
const FILES_IN_FLIGHT = 2;

/**
 * Generates an archive, file by file in order of destination and day, in constant memory. The same options give the same
 * bytes, whatever the host's time zone and date. Throws GeneratorOptionError.
 */
export async function* generateArchive(given: Partial<GeneratorOptions> = {}): AsyncGenerator<GeneratedFile, void> {
  const inFlight: Promise<GeneratedFile>[] = [];
  for (const file of planFiles(resolveOptions(given))) {
    inFlight.push(file);
    if (inFlight.length > FILES_IN_FLIGHT) yield await inFlight.shift()!;
  }
  for (const file of inFlight) yield await file;
}

/** Generates only the observations that an import of the whole archive must store, file by file. */
export async function* generateTruth(given: Partial<GeneratorOptions> = {}): AsyncGenerator<Observation, void> {
  for await (const file of generateArchive({ ...given, compressionLevel: 0 })) yield* file.observations;
}

function* planFiles(options: GeneratorOptions): Generator<Promise<GeneratedFile>, void> {
  const defects = planDefects(options);
  let carried: EventDefectName[] = [];
  let fileNumber = 0;
  for (const destination of buildWorld(options)) {
    for (const { utcDay, events } of destinationDays(destination, options)) {
      const planned = defects.get(fileNumber);
      const file = { key: archiveKey(destination.id, utcDay), destinationId: destination.id, utcDay: isoDayOf(utcDay) };
      if (planned?.file) {
        yield damagedFile(file, planned.file, events, options);
      } else {
        const random = SeededRandom.fromWords(options.seed ^ 0xdefec7, fileNumber);
        // A day without a suitable event (all rides closed) passes its defects on to the next.
        carried = [...carried, ...(planned?.events ?? [])].filter((name) => !applyEventDefect(events, name, random));
        yield soundFile(file, events, planShape(options, fileNumber), options);
      }
      fileNumber++;
    }
  }
}

type FileIdentity = Pick<FileManifest, 'key' | 'destinationId' | 'utcDay'>;

async function soundFile(
  file: FileIdentity,
  events: readonly FileEvent[],
  shape: FileShape,
  options: GeneratorOptions,
): Promise<GeneratedFile> {
  const { counts, observations } = digestEvents(events);
  const json = joinEvents(events, shape);
  const defects: PlacedDefect[] = events.flatMap(({ defect }, eventIndex) => (defect ? [{ defect, eventIndex }] : []));
  const bytes = await pack(json, shape.container, options.compressionLevel);
  const sizes = { bytes: bytes.length, jsonBytes: json.length, sha256: sha256(bytes) };
  return {
    key: file.key,
    bytes,
    manifest: { ...file, ...shape, fileDefect: null, ...sizes, ...counts, defects },
    observations,
  };
}

async function damagedFile(
  file: FileIdentity,
  fileDefect: FileDefectName,
  events: readonly FileEvent[],
  options: GeneratorOptions,
): Promise<GeneratedFile> {
  const sound = await soundFile(file, events, { container: 'ZLIB', wrapped: false }, options);
  const bytes = await damage(sound.bytes!, fileDefect, options);
  return {
    key: file.key,
    bytes,
    manifest: {
      ...sound.manifest,
      ...emptyCounts(),
      fileDefect,
      bytes: bytes?.length ?? 0,
      jsonBytes: fileDefect === 'bomb-file' ? options.bombBytes : 0,
      sha256: bytes && sha256(bytes),
      defects: [{ defect: fileDefect, eventIndex: null }],
    },
    observations: [],
  };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface WriteTargets {
  /** File for the expected observations, one JSON object per line. */
  truthFile?: string | undefined;
  /** Called after each file; null bytes are a missing day. */
  onFile?: ((file: GeneratedFile) => void) | undefined;
}

/** Writes an archive into a folder, in the layout of the bucket. Existing files of the same names are replaced. */
export async function writeArchive(
  given: Partial<GeneratorOptions>,
  folder: string,
  targets: WriteTargets = {},
): Promise<ArchiveManifest> {
  const options = resolveOptions(given);
  const truth = targets.truthFile === undefined ? null : await openForWriting(targets.truthFile);
  const files: FileManifest[] = [];
  for await (const file of generateArchive(options)) {
    if (file.bytes) await writeBytes(join(folder, file.key), file.bytes);
    if (truth) await writeLines(truth, file.observations);
    files.push(file.manifest);
    targets.onFile?.(file);
  }
  if (truth) await finished(truth.end());
  return summarise(options, buildWorld(options), files);
}

async function openForWriting(path: string): Promise<WriteStream> {
  await mkdir(dirname(path), { recursive: true });
  const stream = createWriteStream(path);
  await once(stream, 'open');
  return stream;
}

async function writeBytes(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

async function writeLines(stream: WriteStream, observations: readonly Observation[]): Promise<void> {
  const text = observations.map((observation) => `${truthLine(observation)}\n`).join('');
  if (!stream.write(text)) await once(stream, 'drain');
}

function truthLine({ recordedAtMs, ...rest }: Observation): string {
  return JSON.stringify({ ...rest, recordedAt: new Date(recordedAtMs).toISOString(), recordedAtMs });
}
