import { once } from 'node:events';
import type { Server } from 'node:http';

const LOOPBACK = '127.0.0.1';

export interface LoopbackServer {
  endpoint: string;
  port: number;
  /** Also closes open connections. */
  close: () => Promise<void>;
}

/** Listens on 127.0.0.1 only; port 0 chooses a free port. */
export async function listenOnLoopback(server: Server, port = 0): Promise<LoopbackServer> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no TCP port');
  return {
    endpoint: `http://${LOOPBACK}:${address.port}`,
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
