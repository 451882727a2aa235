import type { Request, Response } from 'express';
import { type Change, eventText } from './change.js';

/** A client that reads this much too slowly is disconnected; it comes back with the id of its last event. */
const MAX_BUFFERED_BYTES = 1_000_000;
const RETRY_MS = 5_000;

/** One connection of text/event-stream. */
export class EventStream {
  constructor(
    readonly request: Request,
    private readonly response: Response,
    /** Its address. */
    readonly client: string,
    private readonly parkIds: ReadonlySet<number> | null,
  ) {}

  /** @param id of the present: a client without any event yet comes back to here */
  open(id: number): void {
    this.response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    this.response.flushHeaders();
    this.response.write(`retry: ${RETRY_MS}\nid: ${id}\n: connected\n\n`);
  }

  send(changes: readonly Change[], id: number): void {
    const wanted = changes.filter(({ parkId }) => parkId === null || this.parkIds === null || this.parkIds.has(parkId));
    if (wanted.length > 0) this.write(wanted.map((change) => eventText(change, id)).join(''));
  }

  /** The client's last event is too old, or unknown: it must read the present state. */
  reset(id: number): void {
    this.write(eventText({ type: 'reset', data: {} }, id));
  }

  /** Keeps proxies from closing the connection. */
  heartbeat(): void {
    this.write(': heartbeat\n\n');
  }

  /** @param reason for the client, as the last event */
  end(reason: string): void {
    this.response.end(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
  }

  private write(text: string): void {
    if (this.response.writableEnded) return;
    if (this.response.writableLength > MAX_BUFFERED_BYTES) this.response.destroy();
    else this.response.write(text);
  }
}
