import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { AppError } from '../../domain/errors.js';

/** Milliseconds that requests under way get to finish; a supervisor's own patience has to be longer. */
const GRACE_MS = 10_000;

/** A server that listens, and what ends it without breaking off an answer. */
export interface Serving {
  /** The port it really got. */
  readonly port: number;
  /** Takes no new request, lets those under way finish for ten seconds, then breaks off what is left. */
  close(): Promise<void>;
}

/** Listens. @throws AppError PORT.TAKEN, PORT.FORBIDDEN */
export async function serve(listener: RequestListener, port: number, graceMs = GRACE_MS): Promise<Serving> {
  let isEnding = false;
  const server = createServer((req, res) => {
    // A kept connection would bring its next request to a closed door.
    if (isEnding) res.setHeader('Connection', 'close');
    listener(req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenFault(error, port)));
    server.listen(port, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      isEnding = true;
      const closed = new Promise(resolve => server.close(resolve));
      server.closeIdleConnections();
      // Connections whose last answer is just out become idle one by one.
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

function listenFault(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new AppError('conflict', 'PORT.TAKEN', { port }, { cause: error });
  if (error.code === 'EACCES') return new AppError('conflict', 'PORT.FORBIDDEN', { port }, { cause: error });
  return error;
}
