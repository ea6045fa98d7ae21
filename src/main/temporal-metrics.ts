import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TelemetryOptions } from '@temporalio/worker';

/** The figures of Temporal's SDK: it serves them itself, on loopback, and the worker's page shows them with its own. */
export interface SdkMetrics {
  readonly telemetry: Pick<TelemetryOptions, 'metrics'>;
  readonly read: () => Promise<string>;
}

export async function sdkMetrics(): Promise<SdkMetrics> {
  const address = `127.0.0.1:${await freePort()}`;
  return {
    telemetry: {
      metrics: {
        prometheus: {
          bindAddress: address,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
    // What the SDK cannot tell now is left out; the rest of the page must come.
    read: async () => {
      try {
        const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(2000) });
        return answer.ok ? await answer.text() : '';
      } catch {
        return '';
      }
    },
  };
}

/** The SDK does not tell which port it took, so it is given one. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
