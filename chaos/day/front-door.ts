import { createServer, connect, type Server, type Socket } from 'node:net';

/**
 * The address merchants and Evotor know, in front of whichever web process serves: what a reverse proxy is to a
 * deployment. Open connections go on to the process they began with.
 */
export class FrontDoor {
  private target = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<FrontDoor> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as { port: number };
    const door = new FrontDoor(server, `http://127.0.0.1:${port}`);
    server.on('connection', visitor => {
      door.lead(visitor);
    });
    return door;
  }

  /** From now on new connections lead to this port. */
  leadTo(port: number): void {
    this.target = port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise(resolve => this.server.close(resolve));
  }

  private lead(visitor: Socket): void {
    const inside = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [visitor, inside],
      [inside, visitor],
    ] as const) {
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      // An end of either side ends both; what was wrong is told by the answer that does not come.
      socket.on('error', () => other.destroy());
      socket.pipe(other);
    }
  }
}
