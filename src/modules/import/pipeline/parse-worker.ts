import { parentPort } from 'node:worker_threads';
import { parseArchiveFile } from '../parser/archive-parser.js';
import { CorruptFileError, type ParsedFile } from '../parser/parsed-file.js';
import { packQueues } from '../../snapshots/writing/packed-queues.js';
import type { ParseReply, ParseRequest } from './parse-pool.js';
import { prepareFile } from './prepare-file.js';

/** Entry of the thread that inflates, parses and renders archive files; the main thread only uses the database. */
const parsedFiles = new Map<number, ParsedFile>();

function response(request: ParseRequest): ParseReply {
  switch (request.kind) {
    case 'parse': {
      const parsed = parseArchiveFile(request.bytes, request.options);
      parsedFiles.set(request.file, parsed);
      const { read, rejected, entities } = parsed;
      return { kind: 'parsed', summary: { read, rejected, entities } };
    }
    case 'prepare': {
      const parsed = parsedFiles.get(request.file)!;
      parsedFiles.delete(request.file);
      const { set, ...prepared } = prepareFile(parsed, request.assignments, request.options);
      return { kind: 'prepared', prepared, snapshots: set.snapshots, queues: packQueues(set.queues) };
    }
    case 'drop':
      parsedFiles.delete(request.file);
      return { kind: 'dropped' };
  }
}

function failure(error: unknown): ParseReply {
  if (error instanceof CorruptFileError) {
    return { kind: 'corrupt', defect: error.defect, message: error.message, compressedBytes: error.compressedBytes };
  }
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function transferables(reply: ParseReply): ArrayBuffer[] {
  if (reply.kind !== 'prepared') return [];
  const { rideId, recordedAtMs, status, waitMinutes } = reply.snapshots;
  const { loadable, eventIndex } = reply.prepared;
  const rows = loadable ? [loadable.snapshots, loadable.queues] : [];
  const columns = [rideId, recordedAtMs, status, waitMinutes, eventIndex, reply.queues, ...rows];
  return columns.map((column) => column.buffer as ArrayBuffer);
}

parentPort!.on('message', (request: ParseRequest) => {
  let reply: ParseReply;
  try {
    reply = response(request);
  } catch (error) {
    reply = failure(error);
  }
  parentPort!.postMessage(reply, transferables(reply));
});
