import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { summarise } from './archive-manifest.js';
import { generateArchive, type GeneratedFile } from './generate-archive.js';
import { type GeneratorOptions, resolveOptions } from './generator-options.js';
import type { ArchiveManifest, FileManifest } from './manifest.js';
import type { Observation } from './observation.js';
import { buildWorld } from './world-builder.js';

export interface WriteTargets {
  /** Also writes every expected observation, one JSON object a line. */
  truthFile?: string | undefined;
  /** After each file; null bytes are a day left out. */
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
