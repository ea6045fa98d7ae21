import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/** A wire to a server that can be cut and mended: to its users the server is down while it is cut. */
export interface Relay {
  readonly port: number;
  mend(): Promise<void>;
  /** Refuses new connections and breaks those there are. */
  cut(): Promise<void>;
}

/** Begins cut; the port is its own for good. */
export async function createRelay(target: { host: string; port: number }): Promise<Relay> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  const relay: Relay = {
    port,
    async mend() {
      const opened = createServer(near => {
        const far = connect(target);
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(one);
          one.on('error', () => other.destroy());
          one.on('close', () => {
            sockets.delete(one);
            other.destroy();
          });
          one.pipe(other);
        }
      });
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject).listen(port, '127.0.0.1', resolve);
      });
      server = opened;
    },
    async cut() {
      const closing = server;
      server = null;
      if (closing === null) return;
      const closed = new Promise(resolve => closing.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return relay;
}
