import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostileRequest } from './hostile-requests.js';

/** Responses of a server that is well, and has too much of one kind to do. */
const DOCUMENTED = ['503 EXPORT_BUSY', '503 TOO_MANY_EVENT_STREAMS'] as const;
/** A client that has not got its response by then is gone, as is one that is slow to send. */
const PATIENCE_MS = 30_000;
const RAW_PAUSE_MS = 40;

/** The status of a response, or what happened instead. */
export type Outcome = number | 'cut off' | (typeof DOCUMENTED)[number];

/** Sends hostile requests over a few connections that are kept, and over new ones. */
export class HostileClient {
  private readonly agent: Agent;

  constructor(
    private readonly address: URL,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(one: HostileRequest): Promise<Outcome> {
    return one.raw === null ? this.sendWhole(one) : this.sendRaw(one.raw);
  }

  close(): void {
    this.agent.destroy();
  }

  private sendWhole({ method, path, headers, body }: HostileRequest): Promise<Outcome> {
    return new Promise((resolve) => {
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const { hostname, port } = this.address;
      const sending = httpRequest(
        { hostname, port, method, path, headers: { ...headers, ...length }, agent: this.agent },
        (response) => {
          const isEndless = /event-stream/.test(response.headers['content-type'] ?? '');
          if (isEndless) response.destroy();
          let start = '';
          response.on('data', (chunk: Buffer) => (start += start.length < 500 ? chunk.toString() : ''));
          response.once('close', () => resolve(busyOf(start) ?? response.statusCode!));
        },
      );
      sending.setTimeout(PATIENCE_MS, () => sending.destroy());
      sending.once('error', () => resolve('cut off'));
      sending.end(body ?? undefined);
    });
  }

  /** Sends pieces slowly, and goes away. */
  private sendRaw(pieces: readonly Buffer[]): Promise<Outcome> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.address.hostname, port: Number(this.address.port) });
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1', 0, 20)));
      socket.once('error', () => undefined);
      socket.once('close', () => {
        const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
        resolve(status === undefined ? 'cut off' : Number(status));
      });
      void (async () => {
        for (const piece of pieces) {
          if (socket.destroyed) return;
          socket.write(piece);
          await pause(RAW_PAUSE_MS);
        }
        socket.destroy();
      })();
    });
  }
}

const busyOf = (body: string): Outcome | undefined =>
  DOCUMENTED.find((one) => body.includes(`"code":"${one.slice(4)}"`));
