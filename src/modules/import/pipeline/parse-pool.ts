import { join } from 'node:path';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { PROGRAM_ROOT } from '../../../common/process/program-root.js';
import { CorruptFileError, type FileDefect, type ParsedEntity, type ParseOptions } from '../parser/parsed-file.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { PackedSet } from '../../snapshots/writing/packed-queues.js';
import type { PreparedFile, PrepareOptions, RideAssignment } from './prepare-file.js';

/** Requests of the main thread to a parse worker. The worker keeps the parsed file between the two steps. */
export type ParseRequest =
  | { kind: 'parse'; file: number; bytes: Uint8Array; options: ParseOptions }
  | { kind: 'prepare'; file: number; assignments: RideAssignment[]; options: PrepareOptions }
  | { kind: 'drop'; file: number };

export interface ParseSummary {
  read: number;
  rejected: number;
  entities: ParsedEntity[];
}

/** Errors are sent between threads as data, because classes lose their type. */
export type ParseReply =
  | { kind: 'parsed'; summary: ParseSummary }
  | {
      kind: 'prepared';
      prepared: Omit<PreparedFile, 'set'>;
      snapshots: ObservationSet['snapshots'];
      /** Packed: objects would be copied one by one. */
      queues: Float64Array<ArrayBuffer>;
    }
  | { kind: 'dropped' }
  | { kind: 'corrupt'; defect: FileDefect; message: string; compressedBytes: number }
  | { kind: 'failed'; message: string };

/** Measured: parsed events are short-lived and files are read in small segments, so more memory brings no speed. */
const WORKER_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 1024 };

/** The thread that held the parsed file died, for example out of memory, and the file is lost. */
export class ParseWorkerDiedError extends Error {
  constructor(options?: ErrorOptions) {
    super('The parse worker ended while it held this file', options);
    this.name = 'ParseWorkerDiedError';
  }
}

/** The parser threw an error that is not a defect of the file. */
export class ParseFailedError extends Error {
  /** @param details the error with its stack, only for the log */
  constructor(readonly details: string) {
    super(`The parser failed: ${details.split('\n', 1)[0]}`);
    this.name = 'ParseFailedError';
  }
}

/** The program is stopping; the file has no defect. */
export class ParsePoolClosedError extends Error {
  constructor() {
    super('The parse threads were stopped');
    this.name = 'ParsePoolClosedError';
  }
}

/** A file that a worker has parsed and holds until it is prepared or dropped. */
export interface ParsedTicket {
  readonly summary: ParseSummary;
  prepare(assignments: RideAssignment[], options: PrepareOptions): Promise<PreparedFile>;
  drop(): Promise<void>;
}

interface Job {
  request: ParseRequest;
  resolve(reply: ParseReply): void;
  reject(error: Error): void;
}

/** The compiled worker, also for the bundle and for tests: a thread cannot load TypeScript. */
export const WORKER_FILE = join(PROGRAM_ROOT, 'dist', 'modules', 'import', 'pipeline', 'parse-worker.js');

/** One thread. It handles one request at a time, the second step of a file before the first step of the next. */
class ParseThread {
  private worker: Worker | null = null;
  private closed = false;
  private current: Job | null = null;
  private readonly urgent: Job[] = [];
  private readonly waiting: Job[] = [];
  /** Files that the running worker has parsed and still holds; they are lost if it dies. */
  private readonly parsedFiles = new Set<number>();

  constructor(private readonly limits: ResourceLimits) {}

  get load(): number {
    return this.urgent.length + this.waiting.length + (this.current === null ? 0 : 1);
  }

  ask(request: ParseRequest): Promise<ParseReply> {
    if (this.closed) return Promise.reject(new ParsePoolClosedError());
    if (request.kind !== 'parse' && !this.parsedFiles.delete(request.file)) {
      return request.kind === 'drop'
        ? Promise.resolve({ kind: 'dropped' })
        : Promise.reject(new ParseWorkerDiedError());
    }
    return new Promise((resolve, reject) => {
      (request.kind === 'parse' ? this.waiting : this.urgent).push({ request, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    this.closed = true;
    await worker?.terminate();
    for (const job of [...(this.current ? [this.current] : []), ...this.urgent.splice(0), ...this.waiting.splice(0)]) {
      job.reject(new ParsePoolClosedError());
    }
    this.current = null;
  }

  private next(): void {
    if (this.current !== null) return;
    const job = this.urgent.shift() ?? this.waiting.shift();
    if (job === undefined) return;
    this.current = job;
    this.worker ??= this.start();
    const { request } = job;
    this.worker.postMessage(request, request.kind === 'parse' ? [request.bytes.buffer as ArrayBuffer] : []);
  }

  private start(): Worker {
    const worker = new Worker(WORKER_FILE, { resourceLimits: this.limits });
    worker.on('message', (reply: ParseReply) => {
      const job = this.current;
      this.current = null;
      if (job?.request.kind === 'parse' && reply.kind === 'parsed') this.parsedFiles.add(job.request.file);
      job?.resolve(reply);
      this.next();
    });
    worker.on('error', (cause) => this.died(worker, new ParseWorkerDiedError({ cause })));
    worker.on('exit', () => this.died(worker, new ParseWorkerDiedError()));
    // An idle thread must not keep the process alive.
    worker.unref();
    return worker;
  }

  /** The files of the dead thread are lost and their requests are rejected; waiting files go to a new thread. */
  private died(worker: Worker, error: ParseWorkerDiedError): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.parsedFiles.clear();
    const lost = [...(this.current ? [this.current] : []), ...this.urgent.splice(0)];
    this.current = null;
    for (const job of lost) job.reject(error);
    this.next();
  }
}

/** A pool of threads that inflate, parse and render files; every file stays with its thread. */
export class ParsePool {
  private readonly threads: ParseThread[];
  private nextFile = 1;

  constructor(size: number, limits = WORKER_LIMITS) {
    this.threads = Array.from({ length: size }, () => new ParseThread(limits));
  }

  /**
   * `bytes` are transferred, and unusable afterwards.
   * @throws CorruptFileError, ParseFailedError, ParseWorkerDiedError, ParsePoolClosedError
   */
  async parse(bytes: Uint8Array, options: ParseOptions): Promise<ParsedTicket> {
    const thread = this.threads.reduce((least, candidate) => (candidate.load < least.load ? candidate : least));
    const file = this.nextFile++;
    // A view of a shared buffer (like Node's small Buffers) cannot be transferred, and neither can its slice.
    const owned = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const reply = expectReply(await thread.ask({ kind: 'parse', file, bytes: owned, options }), 'parsed');
    return {
      summary: reply.summary,
      prepare: async (assignments, prepareOptions) => {
        const answer = await thread.ask({ kind: 'prepare', file, assignments, options: prepareOptions });
        const { prepared, snapshots, queues } = expectReply(answer, 'prepared');
        return { ...prepared, set: new PackedSet(snapshots, queues) };
      },
      drop: async () => void (await thread.ask({ kind: 'drop', file })),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

function expectReply<Kind extends ParseReply['kind']>(
  reply: ParseReply,
  kind: Kind,
): Extract<ParseReply, { kind: Kind }> {
  if (reply.kind === kind) return reply as Extract<ParseReply, { kind: Kind }>;
  if (reply.kind === 'corrupt') throw new CorruptFileError(reply.defect, reply.compressedBytes);
  if (reply.kind === 'failed') throw new ParseFailedError(reply.message);
  throw new Error(`The parse worker replied ${reply.kind} instead of ${kind}`);
}
