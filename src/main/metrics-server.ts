import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mayReadMetrics } from '../observability/metrics/metrics-access.js';
import type { MetricsPage } from '../observability/metrics/metrics-page.js';
import type { Logger } from '../observability/logger.js';

export interface MetricsServer {
  /** `null` = it does not listen. */
  readonly port: number | null;
  close(): Promise<void>;
}

/**
 * The worker's own small server for `/metrics`; it answers nothing else. Without a token it listens on this machine
 * alone. A port that is taken costs the figures, never the work: another worker of this machine has it.
 */
export async function serveMetrics(page: MetricsPage, port: number, logger: Logger): Promise<MetricsServer> {
  const server = createServer((req, res) => {
    const answer = (status: number, type: string, text: string): void => {
      res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    };
    if (req.method !== 'GET' || req.url !== '/metrics') return answer(404, 'text/plain', 'not found\n');
    if (!mayReadMetrics({ socketAddress: req.socket.remoteAddress, headers: req.headers }, page.token))
      return answer(page.token === null ? 403 : 401, 'text/plain', 'refused\n');
    page.read().then(
      ({ contentType, text }) => answer(200, contentType, text),
      (error: unknown) => {
        logger.warn('the metrics could not be read', { error });
        answer(500, 'text/plain', 'failed\n');
      },
    );
  });
  try {
    await listening(server, port, page.token === null ? '127.0.0.1' : undefined);
  } catch (error) {
    logger.warn('the metrics are not served: the port is taken', { port, error });
    return { port: null, close: () => Promise.resolve() };
  }
  const taken = (server.address() as AddressInfo).port;
  logger.info('metrics are served', { port: taken });
  return {
    port: taken,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
