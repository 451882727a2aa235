import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import { DomainError } from '../../common/domain-error.js';
import { AdminAccess } from '../../common/http/access/admin-access.js';
import { clientAddress } from '../../common/http/request-headers.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { type ReadChanges, readEventId } from './change.js';
import { selectCycles, selectFindings, selectImports, selectJobs, selectLiveParks } from './change.sql.js';
import { EventFeed } from './event-feed.js';
import { EventStream } from './event-stream.js';

/** Connections of a process, of both kinds together. */
export const MAX_STREAMS = 200;
const HEARTBEAT_MS = 15_000;
const RETRY_AFTER_SECONDS = 30;
/** Changes before that are not read again. */
const LONGEST_ABSENCE_MS = HOUR_MS;

export class EventsBusyError extends DomainError {
  constructor() {
    super('EVENTS_BUSY', 'Too many clients listen for events; poll instead, or try again later', {
      limit: MAX_STREAMS,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** One client must not take the connections of all others. */
export class TooManyStreamsError extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_EVENT_STREAMS', `This client already has ${limit} event streams; close one, or poll instead`, {
      limit,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** Sends changes to clients as server-sent events. The database is polled only while a client is connected. */
@Injectable()
export class EventsService implements OnModuleDestroy {
  private readonly streams = new Map<EventStream, () => void>();
  private readonly adminFeed: EventFeed;
  private readonly liveFeed: EventFeed;

  constructor(
    dataSource: DataSource,
    private readonly access: AdminAccess,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    @Inject(ReadReplicas) replicas: ReadReplicas | null,
  ) {
    const { manager } = dataSource;
    const reads = [selectImports, selectJobs, selectCycles, selectFindings];
    const readAll = async (since: Date) => (await Promise.all(reads.map((read) => read(manager, since)))).flat();
    this.adminFeed = new EventFeed('AdminEvents', readAll, clock);
    this.liveFeed = new EventFeed('LiveEvents', liveParksOf(manager, replicas), clock);
  }

  /** Ends when the key or session no longer counts. @throws EventsBusyError, TooManyStreamsError */
  async streamAdmin(request: Request, response: Response): Promise<void> {
    await this.stream(this.adminFeed, this.streamOf(request, response, null), response, async () => {
      return (await this.access.refusalNow(request)) === null;
    });
  }

  /** @param parkIds null: all parks. @throws EventsBusyError, TooManyStreamsError */
  async streamLive(request: Request, response: Response, parkIds: readonly number[] | null): Promise<void> {
    const stream = this.streamOf(request, response, parkIds);
    await this.stream(this.liveFeed, stream, response, () => Promise.resolve(true));
  }

  /** The shutdown of the server waits for open responses. */
  onModuleDestroy(): void {
    for (const [stream, stop] of this.streams) {
      stop();
      stream.end('SHUTDOWN');
    }
    this.streams.clear();
  }

  private streamOf(request: Request, response: Response, parkIds: readonly number[] | null): EventStream {
    const client = clientAddress(request, this.config.TRUST_PROXY);
    return new EventStream(request, response, client, parkIds === null ? null : new Set(parkIds));
  }

  private async stream(
    feed: EventFeed,
    stream: EventStream,
    response: Response,
    isStillAdmitted: () => Promise<boolean>,
  ): Promise<void> {
    this.checkLimits(stream);
    const stopListening = feed.listen((changes, id) => stream.send(changes, id));
    const heartbeat = setInterval(() => void this.beat(stream, isStillAdmitted), HEARTBEAT_MS).unref();
    this.streams.set(stream, () => {
      clearInterval(heartbeat);
      stopListening();
    });
    response.on('close', () => this.forget(stream));
    stream.open(this.clock.now().getTime());
    await this.catchUp(feed, stream);
  }

  private checkLimits({ client }: EventStream): void {
    if (this.streams.size >= MAX_STREAMS) throw new EventsBusyError();
    const limit = this.config.EVENT_STREAMS_PER_CLIENT;
    const ofClient = [...this.streams.keys()].filter((other) => other.client === client).length;
    if (ofClient >= limit) throw new TooManyStreamsError(limit);
  }

  /** A client that comes back gets what it may have missed. */
  private async catchUp(feed: EventFeed, stream: EventStream): Promise<void> {
    const given = stream.request.get('last-event-id');
    if (given === undefined) return;
    const nowMs = this.clock.now().getTime();
    const id = readEventId(given);
    if (id === null || id > nowMs || id < nowMs - LONGEST_ABSENCE_MS) {
      stream.reset(nowMs);
      return;
    }
    const missed = await feed.since(id);
    stream.send(missed.changes, missed.id);
  }

  private async beat(stream: EventStream, isStillAdmitted: () => Promise<boolean>): Promise<void> {
    // without the database, neither keys nor sessions can be checked; only heartbeats are sent then
    if (await isStillAdmitted().catch(() => true)) {
      stream.heartbeat();
      return;
    }
    this.forget(stream);
    stream.end('SIGNED_OUT');
  }

  private forget(stream: EventStream): void {
    this.streams.get(stream)?.();
    this.streams.delete(stream);
  }
}

/** From a replica, if there is one: a client that then reads the live board finds the change there. */
function liveParksOf(manager: EntityManager, replicas: ReadReplicas | null): ReadChanges {
  if (replicas === null) return (since) => selectLiveParks(manager, since);
  return (since) => replicas.read(() => selectLiveParks(manager, new Date(since.getTime() - replicas.maxLagMs)));
}
