import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** REFUSED: connections are reset. SILENT: they stand, and nothing arrives, as behind a firewall that forgot them. */
export type ConnectionState = 'WHOLE' | 'REFUSED' | 'SILENT';

/** The network between a program and its database: a TCP relay on loopback that can be cut. */
export class FragileConnection {
  private state: ConnectionState = 'WHOLE';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (socket) => this.relay(socket));
  }

  static async to(targetPort: number): Promise<FragileConnection> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FragileConnection(server, targetPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  become(state: ConnectionState): void {
    this.state = state;
    for (const socket of this.sockets) {
      if (state === 'REFUSED') socket.resetAndDestroy();
      else if (state === 'SILENT') socket.pause();
      // What was in silence is lost, as in a network that came back with other routes.
      else socket.destroy();
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  private relay(inner: Socket): void {
    this.keep(inner);
    if (this.state === 'REFUSED') return void inner.resetAndDestroy();
    if (this.state === 'SILENT') return void inner.pause();
    const outer = this.keep(connect(this.targetPort, '127.0.0.1'));
    inner.on('data', (chunk) => outer.write(chunk));
    outer.on('data', (chunk) => inner.write(chunk));
    inner.on('close', () => outer.destroy());
    outer.on('close', () => inner.destroy());
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // A reset is what this is for.
    return socket.on('error', () => undefined);
  }
}
